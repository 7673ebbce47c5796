import WordExtractor from 'word-extractor';
import { withoutInvisible } from '../../platform/text-input.js';
import { type Draft, toDocument } from '../draft.js';
import { corruptFile } from '../errors.js';
import { linesOf } from '../text/lines.js';
import { PlainReader } from '../text/plain.js';
import type { Furniture, ReadDocument } from '../types.js';
import { splitTables } from './tables.js';

/**
 * Reads a Word 97-2003 document: headers, body, notes, text boxes, footers. The format keeps list numbers out
 * of the text, so only numbers that were typed are there.
 *
 * @throws DomainError `file-corrupt`
 */
export async function extractDoc(bytes: Uint8Array): Promise<ReadDocument> {
  const parts = await readParts(bytes);
  let text = '';
  const drafts: Draft[] = [];
  let tables = 0;
  for (const part of parts) {
    const clean = cleaned(part.text);
    if (clean.trim() === '') continue;
    if (text !== '') text += '\n\n';
    const lines = linesOf(clean).map((line) => ({
      ...line,
      start: line.start + text.length,
      end: line.end + text.length,
    }));
    text += clean;
    if (part.furniture) {
      for (const line of lines)
        drafts.push({ kind: 'paragraph', furniture: part.furniture, start: line.start, end: line.end });
      continue;
    }
    for (const piece of splitTables(lines, tables)) {
      if (piece.kind === 'lines') drafts.push(...new PlainReader(piece.lines, false).read());
      else {
        drafts.push(...piece.rows);
        tables++;
      }
    }
  }
  return toDocument('doc', text, drafts);
}

async function readParts(bytes: Uint8Array): Promise<{ text: string; furniture: Furniture | null }[]> {
  // Quotes and dashes stay as they were written.
  const options = { filterUnicode: false };
  try {
    const document = await new WordExtractor().extract(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    );
    return [
      {
        text: distinctLines(document.getHeaders({ ...options, includeFooters: false })),
        furniture: 'header',
      },
      { text: document.getBody(options), furniture: null },
      { text: document.getFootnotes(options), furniture: null },
      { text: document.getEndnotes(options), furniture: null },
      { text: document.getTextboxes({ ...options, includeHeadersAndFooters: false }), furniture: null },
      { text: distinctLines(document.getFooters(options)), furniture: 'footer' },
    ];
  } catch (error) {
    throw corruptFile('Word document', error);
  }
}

/** Each section repeats its headers; a reader of the text needs them once. */
const distinctLines = (text: string) => [...new Set(text.split('\n').map((line) => line.trim()))].join('\n');

/** Word marks pictures, notes and breaks with control characters. */
const cleaned = (text: string) =>
  withoutInvisible(text)
    .replace(/\r\n?/g, '\n')
    .replace(/\u2011/g, '-')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, '');
