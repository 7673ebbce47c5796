import { Readable } from 'node:stream';
import type { Upload } from './builder.js';

/** The uploaded file as use cases take it. */
export const incomingFile = (file: Upload): { filename: string; content: Readable } => ({
  filename: file.name,
  content: Readable.from(file.stream() as unknown as AsyncIterable<Uint8Array>),
});
