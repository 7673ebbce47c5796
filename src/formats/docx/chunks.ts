import { DomainError } from '../../platform/errors.js';
import { decodeText } from '../decode.js';
import { extractHtml } from '../html/index.js';
import { extractText } from '../text/plain.js';
import type { ExtractedDocument } from '../types.js';
import type { Archive } from '../zip.js';
import { descendants, type Element } from './xml.js';

/** No writer puts more into one document. */
const MOST_CHUNKS = 200;

/** How to read a document inside a Word document, told by its content type or, where that says nothing, its ending. */
const KINDS: [kind: 'html' | 'docx' | 'text', type: RegExp, ending: RegExp][] = [
  ['html', /^(?:text\/html|application\/xhtml\+xml)\b/i, /\.x?html?$/i],
  ['docx', /wordprocessingml\.(?:document|template)\.main\+xml/i, /\.do[ct]x$/i],
  ['text', /^text\/plain\b/i, /\.txt$/i],
];

/**
 * Reads the documents that stand in place of paragraphs (`altChunk`, ECMA-376 part 1, 17.17.2): HTML, text and Word.
 *
 * @param readDocx reads one that is a Word document itself
 * @returns by the id of their place, and how many there are that are not read, as RTF and web archives
 */
export async function readChunks(
  archive: Archive,
  main: Element,
  parts: { targets: Map<string, string>; typeOf: (path: string) => string },
  readDocx: (bytes: Uint8Array) => Promise<ExtractedDocument>,
): Promise<{ chunks: Map<string, ExtractedDocument>; unread: number }> {
  const ids = new Set([...descendants(main, 'altChunk')].map(({ attributes }) => attributes.id ?? ''));
  const chunks = new Map<string, ExtractedDocument>();
  for (const id of [...ids].slice(0, MOST_CHUNKS)) {
    const path = parts.targets.get(id) ?? '';
    const type = parts.typeOf(path);
    const kind = (KINDS.find((each) => each[1].test(type)) ?? KINDS.find((each) => each[2].test(path)))?.[0];
    const bytes = kind ? await archive.bytes(path) : null;
    if (!kind || !bytes) continue;
    const document = await read(kind, bytes, readDocx).catch((error: unknown) => {
      // A damaged one is not read; one that is too large makes the whole too large.
      if (error instanceof DomainError && error.kind === 'file-corrupt') return null;
      throw error;
    });
    if (document) chunks.set(id, document);
  }
  return { chunks, unread: ids.size - chunks.size };
}

async function read(
  kind: 'html' | 'docx' | 'text',
  bytes: Uint8Array,
  readDocx: (bytes: Uint8Array) => Promise<ExtractedDocument>,
): Promise<ExtractedDocument | null> {
  if (kind === 'html') return extractHtml(bytes);
  if (kind === 'docx') return readDocx(bytes);
  const text = decodeText(bytes);
  return text === null ? null : extractText(text);
}
