import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import { MAX_FILE_BYTES } from '../../../formats/index.js';
import { type Actor, allows, type Caller } from '../../../identity/index.js';
import { tooLarge } from '../../../platform/files/storage.js';
import type { OperationLimits } from '../../../platform/settings/limit-settings.js';
import { UPLOAD_BYTES } from '../../guards/limited-body.js';
import { limitError } from './limit-error.js';
import { excessOfJson } from './limit-json.js';

/** A body that was read; of a form with files `null`, as it is to be read while it comes. */
export type Body = { content: Buffer | null } | { refusal: GraphQLError };

const isForm = ({ headers }: IncomingMessage) =>
  /^multipart\/form-data\b/i.test(headers['content-type'] ?? '');
const maySendFiles = (actor: Actor): boolean =>
  allows(actor, 'workflows.create') || allows(actor, 'knowledge.edit');

const SIGN_IN =
  'Files are taken from those who may create workflows or edit knowledge: sign in as one of them.';
const AS_FILES =
  'Send files as a multipart request (GraphQL multipart request specification), and less else at a time.';

/**
 * Reads the body of a GraphQL request as far as it may go, whether it says how long it is or not, and looks whether what is
 * JSON in it may be parsed. Only files may be larger, of those who may upload some.
 * @returns null where the client went away before its end
 */
export async function boundedBody(
  req: IncomingMessage,
  caller: Caller | null,
  limits: OperationLimits,
): Promise<Body | null> {
  const { 'content-encoding': encoding, 'content-length': length } = req.headers;
  if (encoding && encoding !== 'identity') return { refusal: compressed(encoding) };
  const isUpload = isForm(req);
  if (isUpload && caller?.actor && maySendFiles(caller.actor))
    return Number(length) > UPLOAD_BYTES ? { refusal: fileTooLarge() } : { content: null };
  const content = Number(length) > limits.bytes ? 'more' : await readAtMost(req, limits.bytes);
  if (content === null) return null;
  if (content === 'more')
    return { refusal: limitError('bytes', limits.bytes, null, isUpload ? SIGN_IN : AS_FILES) };
  return refusalOf([content], limits) ?? { content };
}

/** The same for what is JSON in an address: why it may not be parsed, or null. */
export const boundedAddress = ({ url = '' }: IncomingMessage, limits: OperationLimits) =>
  refusalOf(jsonIn(new URLSearchParams(url.slice(url.indexOf('?') + 1))), limits);

const jsonIn = (given: URLSearchParams) => ['variables', 'extensions'].flatMap((name) => given.getAll(name));

function refusalOf(json: (string | Buffer)[], limits: OperationLimits): { refusal: GraphQLError } | null {
  for (const each of json) {
    const refusal = excessOfJson(each, limits);
    if (refusal) return { refusal };
  }
  return null;
}

const fileTooLarge = () =>
  new GraphQLError(tooLarge(MAX_FILE_BYTES).message, {
    extensions: { code: 'FILE_TOO_LARGE', http: { status: 413 } },
  });

const compressed = (encoding: string) =>
  new GraphQLError(
    `Bodies compressed with ${encoding.slice(0, 40)} are not taken. Send the request as it is.`,
    {
      extensions: { code: 'UNSUPPORTED_ENCODING', http: { status: 415 } },
    },
  );

/** The whole body; 'more' where it is longer, null where the client went away before its end. */
function readAtMost(req: IncomingMessage, most: number): Promise<Buffer | 'more' | null> {
  return new Promise((resolve) => {
    if (req.destroyed) return resolve(null);
    const chunks: Buffer[] = [];
    let bytes = 0;
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= most) return void chunks.push(chunk);
      chunks.length = 0;
      req.off('data', take);
      resolve('more');
    };
    req.on('data', take);
    req.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    req.on('error', () => resolve(null));
    req.on('close', () => resolve(null));
  });
}
