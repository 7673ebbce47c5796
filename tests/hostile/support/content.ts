import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Content } from '../files/hostile-file.js';

export const piecesOf = (content: Content): Iterable<Uint8Array> =>
  content instanceof Uint8Array ? [content] : content;

/** Writes content to a file, piece by piece. */
export const writeContent = (path: string, content: Content): Promise<void> =>
  pipeline(Readable.from(piecesOf(content)), createWriteStream(path));
