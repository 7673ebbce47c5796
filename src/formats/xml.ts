import { SaxesParser } from 'saxes';
import { corruptFile } from './errors.js';

/** The name without its prefix: that is the writer's choice. */
export const localName = (name: string) => name.slice(name.indexOf(':') + 1);

/**
 * A parser for one XML part of an Office document. Well-formedness is enforced, and document type declarations are
 * refused, so there are no entities to expand.
 *
 * @param what what to call the file in errors
 */
export function safeParser(what: string): SaxesParser {
  const parser = new SaxesParser({ position: false });
  parser.on('doctype', () => {
    throw corruptFile(what, new Error('a document type declaration is not allowed'));
  });
  parser.on('error', (error) => {
    throw corruptFile(what, error);
  });
  return parser;
}
