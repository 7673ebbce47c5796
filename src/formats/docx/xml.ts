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
    'color szCs bCs iCs lang rtl tcBorders tcMar tblBorders tblCellMar bookmarkStart bookmarkEnd proofErr ' +
    'highlight kern position w spacing lastRenderedPageBreak tblPrEx tblGridChange rPrChange pPrChange ' +
    'tblPrChange tcPrChange trPrChange sectPrChange numberingChange pBdr widowControl keepNext keepLines ' +
    'delText delInstrText annotationRef pic blip graphicFrameLocks'
  ).split(' '),
);
const WITH_TEXT = new Set(['t', 'instrText']);
/** Fonts in which characters are pictures; no other font matters. */
const SYMBOL_FONT = /^(?:wingdings|webdings|symbol)/i;

/** Namespaces of what Word understands: the standard's own and Microsoft's. Other programs write theirs beside them. */
const UNDERSTOOD =
  /^(?:https?:\/\/schemas\.(?:microsoft\.com|openxmlformats\.org)\/|http:\/\/purl\.oclc\.org\/ooxml\/|urn:schemas-microsoft-com:)/;

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
  const spaces: Record<string, string>[] = [{}];
  let skipped = 0;
  /** How many elements are open within a content control that only shows what to enter; 0 where there is none. */
  let prompting = 0;

  /** One of several ways to say the same ([ECMA-376] part 3, 7.4): Word takes the first that it understands. */
  const isPassedOver = (name: string, { Requires = '' }: Record<string, string>) => {
    if (name !== 'Choice' && name !== 'Fallback') return false;
    if (open.at(-1)!.children.length > 0) return true;
    return (
      name === 'Choice' &&
      Requires.split(/\s+/).some((prefix) => !UNDERSTOOD.test(spaces.at(-1)![prefix] ?? ''))
    );
  };

  parser.on('opentag', (tag) => {
    const name = local(tag.name);
    if (skipped > 0 || SKIPPED.has(name)) {
      skipped++;
      return;
    }
    if (open.length > MAX_XML_DEPTH) throw corruptFile('Word document', new Error('nested too deep'));
    const attributes: Record<string, string> = {};
    let space = spaces.at(-1)!;
    for (const [key, value] of Object.entries(tag.attributes)) {
      if (key.startsWith('xmlns:')) space = { ...space, [local(key)]: value };
      else attributes[local(key)] = value;
    }
    if (isPassedOver(name, attributes) || (name === 'rFonts' && !symbolFontOf(attributes))) {
      skipped++;
      return;
    }
    if (prompting > 0) prompting++;
    else if (name === 'sdtContent' && isOn(child(open.at(-1), 'sdtPr'), 'showingPlcHdr')) prompting = 1;
    const element: Element = { name, attributes, children: [], text: '' };
    open[open.length - 1]!.children.push(element);
    open.push(element);
    spaces.push(space);
  });
  const addText = (text: string) => {
    const element = open[open.length - 1]!;
    if (skipped === 0 && prompting === 0 && WITH_TEXT.has(element.name)) element.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    if (skipped > 0) skipped--;
    else {
      open.pop();
      spaces.pop();
      if (prompting > 0) prompting--;
    }
  });
  parser.write(source).close();
  return root;
}

/** The symbol font that an `rFonts` names; undefined where it names none. */
export const symbolFontOf = (attributes: Record<string, string> | undefined) =>
  [attributes?.ascii, attributes?.hAnsi, attributes?.cs].find((font) => font && SYMBOL_FONT.test(font));

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
