import { strFromU8, unzipSync } from 'fflate';
import mammoth from 'mammoth';
import { SaxesParser } from 'saxes';

export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: (Element | string)[];
}

/** A DOCX opened again: every XML part parsed by a strict parser, which throws where one is malformed. */
export function openDocx(file: Uint8Array): { parts: Map<string, string>; body: Element } {
  const parts = new Map(Object.entries(unzipSync(file)).map(([path, bytes]) => [path, strFromU8(bytes)]));
  const trees = new Map([...parts].map(([path, xml]) => [path, parseXml(xml)]));
  return { parts, body: trees.get('word/document.xml')! };
}

export function parseXml(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [] };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [] };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    open.at(-1)!.children.push(text);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(xml).close();
  return root;
}

/** Every element of that name under a node, in document order. */
export function all(node: Element, name: string): Element[] {
  return node.children.flatMap((child) =>
    typeof child === 'string' ? [] : [...(child.name === name ? [child] : []), ...all(child, name)],
  );
}

export function textOf(node: Element): string {
  return all(node, 'w:t')
    .map((each) => each.children.join(''))
    .join('');
}

/** Paragraphs as style, text, and list numbering. */
export function paragraphs(node: Element) {
  return all(node, 'w:p').map((p) => {
    const value = (name: string) => all(p, name)[0]?.attributes['w:val'] ?? null;
    return { style: value('w:pStyle'), text: textOf(p), numId: value('w:numId'), level: value('w:ilvl') };
  });
}

/** The document as mammoth reads it: an independent reader of styles, lists, tables and links. */
export async function toHtml(file: Buffer): Promise<string> {
  return (await mammoth.convertToHtml({ buffer: file })).value;
}
