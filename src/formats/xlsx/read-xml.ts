import { corruptFile } from '../errors.js';
import { MAX_XML_DEPTH } from '../limits.js';
import { localName, safeParser } from '../xml.js';

export const WORKBOOK = 'Excel workbook';

export type Attributes = Record<string, string>;

export interface Handlers {
  /** @param path names of the elements around it and its own, outermost first */
  open?(name: string, attributes: Attributes, path: readonly string[]): void;
  close?(name: string, path: readonly string[]): void;
  text?(text: string, path: readonly string[]): void;
}

/**
 * Reads one part of a workbook piece by piece; it is never held whole.
 *
 * @throws DomainError `file-corrupt`, and what the handlers throw
 */
export async function readXml(pieces: AsyncIterable<string> | null, handlers: Handlers): Promise<void> {
  if (pieces === null) return;
  const parser = parserFor(handlers);
  for await (const piece of pieces) parser.write(piece);
  parser.close();
}

/** The same for a part that is at hand. */
export function parseXml(source: string, handlers: Handlers): void {
  parserFor(handlers).write(source).close();
}

function parserFor(handlers: Handlers) {
  const parser = safeParser(WORKBOOK);
  const path: string[] = [];
  parser.on('opentag', (tag) => {
    const name = localName(tag.name);
    if (path.push(name) > MAX_XML_DEPTH) throw corruptFile(WORKBOOK, new Error('nested too deep'));
    if (!handlers.open) return;
    const attributes: Attributes = {};
    for (const key in tag.attributes) attributes[localName(key)] = tag.attributes[key] as string;
    handlers.open(name, attributes, path);
  });
  parser.on('closetag', (tag) => {
    handlers.close?.(localName(tag.name), path);
    path.pop();
  });
  const onText = (text: string) => handlers.text?.(text, path);
  parser.on('text', onText);
  parser.on('cdata', onText);
  return parser;
}

/** Excel writes characters that XML cannot hold as `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
export const unescaped = (text: string) =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_all, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;
