import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { MAX_FILE_BYTES } from '../../formats/index.js';
import { DomainError } from '../../platform/errors.js';
import { tooLarge } from '../../platform/files/storage.js';

const MB = 1024 * 1024;

/** The largest body: a file, and the parts around it (field names, JSON, boundaries). */
export const UPLOAD_BYTES = MAX_FILE_BYTES + MB;

/** Where files come in, a body that is too long is a file that is too large. */
const tooLong = (most: number) =>
  most === UPLOAD_BYTES
    ? tooLarge(MAX_FILE_BYTES)
    : new DomainError(
        'file-too-large',
        `A request to this address may have at most ${most >= MB ? `${Math.floor(most / MB)} MB` : `${most} bytes`}. Send less at a time.`,
      );

/**
 * Refuses a body that says of itself that it is too long, before it is sent.
 * @param most bytes
 * @throws {DomainError} file-too-large
 */
export function refuseLongBody(req: IncomingMessage, res: ServerResponse, most: number): void {
  if (!(Number(req.headers['content-length']) > most)) return;
  res.setHeader('connection', 'close');
  req.resume();
  throw tooLong(most);
}

/** The body of a request as far as it may go; an error (`file-too-large`) where it goes on. Its client may leave before the end. */
export function limitedBody(req: IncomingMessage, most: number): Readable {
  let bytes = 0;
  const limited = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > most) done(tooLong(most));
      else done(null, chunk);
    },
  });
  return req.pipe(limited);
}
