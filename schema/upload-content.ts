import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { isUpload, type Upload } from './builder.js';

/** The uploaded file as use cases take it. */
export const incomingFile = (file: Upload): { filename: string; content: Readable } => ({
  filename: file.name,
  content: Readable.from(file.stream() as unknown as AsyncIterable<Uint8Array>),
});

/** An input with the name and SHA-256 of each file in place of it. */
export async function withoutFiles(input: object): Promise<object> {
  const fields = Object.entries(input).map(async ([name, value]) => {
    if (!isUpload(value)) return [name, value];
    const hash = createHash('sha256');
    for await (const chunk of incomingFile(value).content) hash.update(chunk);
    return [name, { name: value.name, sha256: hash.digest('hex') }];
  });
  return Object.fromEntries(await Promise.all(fields));
}
