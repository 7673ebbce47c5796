import { decodeWindows1252 } from '../decode.js';
import { tooMuchText } from '../errors.js';
import { MAX_TEXT_CHARACTERS } from '../limits.js';
import { type DocFile, placeOf } from './file.js';

/** A run of text that stands together in the file; the text of a document is one after the other. */
export interface Piece {
  /** The place of its first character in the text. */
  cp: number;
  length: number;
  /** The offset of its first character in the file, and how many bytes one takes. */
  offset: number;
  width: 1 | 2;
}

/** Deleted text and instructions of fields are there, too, so there may be more than is read. */
const MAX_CHARACTERS = MAX_TEXT_CHARACTERS * 4;

/** Reads the text of all stories, control characters included ([MS-DOC] 2.8.35, 2.9.38). */
export function readPieces(file: DocFile): { text: string; pieces: Piece[] } {
  const clx = placeOf(file, 'pieces');
  let at = 0;
  // Changes of fast saves stand before the table of pieces.
  while (clx.readUInt8(at) === 1) at += 3 + clx.readUInt16LE(at + 1);
  if (clx.readUInt8(at) !== 2) throw new Error('it has no table of pieces');
  const count = Math.floor((clx.readUInt32LE(at + 1) - 4) / 12);
  const places = clx.subarray(at + 5);
  const pieces: Piece[] = [];
  const parts: string[] = [];
  let cp = 0;
  for (let index = 0; index < count; index++) {
    const length = places.readUInt32LE((index + 1) * 4) - places.readUInt32LE(index * 4);
    const packed = places.readUInt32LE((count + 1) * 4 + index * 8 + 2);
    const width = packed & 0x40000000 ? 1 : 2;
    const offset = width === 1 ? (packed & 0x3fffffff) >>> 1 : packed & 0x3fffffff;
    if (length <= 0) continue;
    if (cp + length > MAX_CHARACTERS) throw tooMuchText(null);
    const bytes = file.main.subarray(offset, offset + length * width);
    if (bytes.length < length * width) throw new Error('its text is cut off');
    parts.push(width === 1 ? decodeWindows1252(bytes) : bytes.toString('utf16le'));
    pieces.push({ cp, length, offset, width });
    cp += length;
  }
  return { text: parts.join(''), pieces };
}
