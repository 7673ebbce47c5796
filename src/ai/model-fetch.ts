import dns from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, fetch as send } from 'undici';
import type { Endpoint } from './classify.js';
import { providerError } from './error-body.js';
import { AiFailure } from './errors.js';

const MB = 1024 * 1024;
/** 64 vectors of 8,192 dimensions written out take 12 MB; the longest texts that models write, less. */
const MOST_BYTES = 16 * MB;
/** A streamed token comes in some hundred bytes of its own. */
const MOST_STREAMED = 64 * MB;
/** What the client library collects until the line is whole. */
const LONGEST_LINE = MB;
const LONGEST_ERROR = MB / 4;

/** Whether connections may be made to an IP address. */
export type MayReach = (address: string) => boolean;

/**
 * `fetch` for one endpoint: it follows no redirect, reads no more than a reply can be, and connects to no address that
 * `mayReach` does not allow, whatever the name led to when it was looked at before. Error bodies are brought into OpenAI's
 * form: the client library only reads that one, and would drop what the other providers say.
 * @throws AiFailure `rejected` for an address that is not allowed; reading the body, `unavailable` for one without an end
 */
export function fetchFor(endpoint: Endpoint, mayReach: MayReach = () => true): typeof fetch {
  const dispatcher = new Agent({ connect: { lookup: lookupWithin(mayReach, endpoint) } });
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    // Nothing is looked up for these.
    if (isIP(literal) && !mayReach(literal)) throw forbidden(endpoint);
    // A redirect could lead anywhere, with the prompt and maybe the key.
    const asked = { ...init, redirect: 'manual', dispatcher };
    const response = (await send(url, asked as never)) as unknown as Response;
    const { status, headers, body, ok } = response;
    const isStream = headers.get('content-type')?.includes('event-stream') ?? false;
    const limited = body && limitedBody(body, ok && isStream, endpoint);
    if (ok) return new Response(limited, { status, headers: [...headers] });
    const text = limited ? await beginningOf(limited) : '';
    const error = providerError(parsed(text)) ?? { message: text, code: '', type: '', param: '' };
    return new Response(JSON.stringify({ error }), { status, headers: [...headers] });
  };
}

/** Looks a name up as Node does, and refuses it where any of its addresses is not allowed. */
const lookupWithin =
  (mayReach: MayReach, endpoint: Endpoint): LookupFunction =>
  (hostname, options, callback) => {
    dns.lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '');
      const [first] = found;
      if (!first || !found.every(({ address }) => mayReach(address)))
        return callback(forbidden(endpoint), '');
      if (options.all) callback(null, found);
      else callback(null, first.address, first.family);
    });
  };

const forbidden = ({ host, names }: Endpoint) =>
  new AiFailure(
    'rejected',
    `${host} leads to an address at which no model provider may be. Check ${names.baseUrl}.`,
  );

function limitedBody(
  body: ReadableStream<Uint8Array>,
  isStream: boolean,
  endpoint: Endpoint,
): ReadableStream<Uint8Array> {
  const most = isStream ? MOST_STREAMED : MOST_BYTES;
  let bytes = 0;
  let line = 0;
  return body.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        bytes += chunk.length;
        const end = chunk.lastIndexOf(LINE_FEED);
        line = end < 0 ? line + chunk.length : chunk.length - end - 1;
        if (bytes <= most && (!isStream || line <= LONGEST_LINE)) return controller.enqueue(chunk);
        controller.error(endless(endpoint));
      },
    }),
  );
}

/** A fault of the provider: nothing that it was asked for is so long. */
export const endless = ({ provider, host }: Endpoint) =>
  new AiFailure('unavailable', `${provider} at ${host} sent a reply that is too long to be one.`);

const LINE_FEED = 10;

async function beginningOf(body: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > LONGEST_ERROR) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, LONGEST_ERROR);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
