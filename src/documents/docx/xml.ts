import { corruptFile } from '../errors.js';
import { MAX_XML_DEPTH } from '../limits.js';
import { localName as local, safeParser } from '../xml.js';

/** An element of WordprocessingML. Names are local: the prefixes are the writer's choice. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  /** Text directly inside `t` elements; empty for the others. */
  text: string;
}

/** What is never looked at; it makes up most of a document. */
const SKIPPED = new Set(
  (
    'rFonts color szCs bCs iCs lang rtl tcBorders tcMar tblBorders tblCellMar bookmarkStart bookmarkEnd proofErr ' +
    'highlight kern position w spacing lastRenderedPageBreak tblPrEx tblGridChange rPrChange pPrChange ' +
    'tblPrChange tcPrChange trPrChange sectPrChange numberingChange pBdr widowControl keepNext keepLines ' +
    'delText delInstrText annotationRef pic blip graphicFrameLocks'
  ).split(' '),
);
const WITH_TEXT = new Set(['t', 'instrText']);

/**
 * Parses one part of a Word document. Well-formedness is enforced, document type declarations are refused
 * (so there are no entities to expand) and nesting is bounded.
 *
 * @throws DomainError `file-corrupt`
 */
export function parseXml(source: string): Element {
  const parser = safeParser('Word document');
  const root: Element = { name: '#document', attributes: {}, children: [], text: '' };
  const open: Element[] = [root];
  let skipped = 0;

  parser.on('opentag', (tag) => {
    const name = local(tag.name);
    if (skipped > 0 || SKIPPED.has(name)) {
      skipped++;
      return;
    }
    if (open.length > MAX_XML_DEPTH) throw corruptFile('Word document', new Error('nested too deep'));
    const attributes: Record<string, string> = {};
    for (const [key, value] of Object.entries(tag.attributes)) attributes[local(key)] = value;
    const element: Element = { name, attributes, children: [], text: '' };
    open[open.length - 1]!.children.push(element);
    open.push(element);
  });
  const addText = (text: string) => {
    const element = open[open.length - 1]!;
    if (skipped === 0 && WITH_TEXT.has(element.name)) element.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    if (skipped > 0) skipped--;
    else open.pop();
  });
  parser.write(source).close();
  return root;
}

/** The first child with this name; undefined where there is none. */
export const child = (element: Element | undefined, name: string) =>
  element?.children.find((candidate) => candidate.name === name);

/** The `val` of the first child with this name. */
export const valOf = (element: Element | undefined, name: string) => child(element, name)?.attributes.val;

/** Whether a toggle such as `<w:b/>` is there and not set to off. */
export function isOn(element: Element | undefined, name: string): boolean {
  const toggle = child(element, name);
  return toggle !== undefined && !['0', 'false', 'off', 'none'].includes(toggle.attributes.val ?? '1');
}

export function* descendants(element: Element, name: string): Generator<Element> {
  for (const candidate of element.children) {
    if (candidate.name === name) yield candidate;
    yield* descendants(candidate, name);
  }
}
