import type { SandboxOptions, SourceFormat } from '../../../src/formats/index.js';
import type { DomainErrorKind } from '../../../src/platform/errors.js';

/** Bytes as they are, or in pieces where the whole is too large to hold. */
export type Content = Uint8Array | Iterable<Uint8Array>;

/** A file made to do harm or to confuse, and what the service has to say to it. */
export interface HostileFile {
  name: string;
  filename: string;
  /** Made when it is needed, so that only one large file exists at a time. */
  content: () => Content;
  /** The kind of the refusal, or the format that it is read as. */
  expected: DomainErrorKind | `reads as ${SourceFormat}`;
  /** What the refusal says. */
  says?: RegExp;
  /** Where RFPs are not taken in its format: how the upload of one is refused, and what it says. */
  asRfp?: { kind: DomainErrorKind; says: RegExp };
  /** Accepted files: what is read of it, and what must not be. */
  text?: RegExp;
  withoutText?: RegExp;
  /** Accepted at upload, and refused when its text is read. */
  thenRefused?: DomainErrorKind;
  /** Tighter bounds, where the file is only stopped by them. */
  bounds?: Partial<SandboxOptions>;
  /** More than GraphQL takes of one request. */
  large?: true;
  /** Goes the whole way over HTTP too. */
  overHttp?: true;
}

export const QUESTION = 'Describe your approach to the protection of customer data.';

/** One piece again and again, up to so many bytes. */
export function* repeated(piece: Uint8Array, bytes: number): Iterable<Uint8Array> {
  for (let sent = 0; sent < bytes; sent += piece.length)
    yield bytes - sent < piece.length ? piece.subarray(0, bytes - sent) : piece;
}

export const MB = 1024 * 1024;
export const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
export const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
export const joined = (...parts: (Uint8Array | string)[]): Uint8Array =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))),
  );
