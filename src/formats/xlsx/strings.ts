import { tooMuchText } from '../errors.js';
import { MAX_TEXT_CHARACTERS } from '../limits.js';
import type { Archive } from '../zip.js';
import { readXml, unescaped } from './read-xml.js';

/** Hidden sheets have their text here too, so there may be more than is read. */
const MAX_CHARACTERS = MAX_TEXT_CHARACTERS * 5;

/** Whether a `t` element holds text of the cell itself, rather than how it is pronounced. */
export const isCellText = (path: readonly string[]) => path.at(-1) === 't' && path.at(-2) !== 'rPh';

/** Reads the texts that cells refer to by number. */
export async function readSharedStrings(archive: Archive): Promise<string[]> {
  const strings: string[] = [];
  let parts: string[] = [];
  let total = 0;
  await readXml(archive.pieces('xl/sharedStrings.xml'), {
    text(text, path) {
      if (!isCellText(path)) return;
      total += text.length;
      if (total > MAX_CHARACTERS) throw tooMuchText(null);
      parts.push(text);
    },
    close(name) {
      if (name !== 'si') return;
      strings.push(unescaped(parts.join('')));
      parts = [];
    },
  });
  return strings;
}
