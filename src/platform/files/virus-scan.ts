import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { unavailable } from '../errors.js';
import type { Log } from '../observability/log.js';

/** Looks for malware in files before anything else reads them. */
export interface VirusScanner {
  /**
   * @param path of the file
   * @returns what was found, as the scanner calls it; null for nothing
   * @throws {DomainError} unavailable where the scanner gives no verdict
   */
  scan(path: string): Promise<string | null>;
}

/** Where a clamd listens: `tcp://host:port` or `unix:///path`. */
export type ScannerAddress = { host: string; port: number } | { path: string };

const SILENCE_MS = 60_000;
const CHUNK_BYTES = 64 * 1024;
const LONGEST_REPLY = 4_096;

/** The address that a setting names; null where it names none. */
export function scannerAddressOf(text: string): ScannerAddress | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, port, pathname } = new URL(text);
  if (protocol === 'unix:') return pathname.length > 1 && !hostname ? { path: pathname } : null;
  if (protocol !== 'tcp:' || !hostname) return null;
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 3310) };
}

/**
 * A scanner that speaks clamd's protocol: one INSTREAM session a file (clamd(8), "COMMANDS"), each chunk with its length in
 * four bytes before it, an empty one at the end.
 */
export const clamdScanner = (address: ScannerAddress, log: Log, silenceMs = SILENCE_MS): VirusScanner => ({
  async scan(path) {
    const reply = await ask(address, path, silenceMs).catch((error: unknown) => {
      log.error({ err: error }, 'the virus scanner does not answer');
      throw unavailable(
        'The virus scanner does not answer, so no files are taken. Try again in a minute, or tell the operator.',
        error,
      );
    });
    if (reply === 'stream: OK') return null;
    const found = /^stream: (.+) FOUND$/.exec(reply)?.[1];
    if (found) return found;
    log.error({ reply }, 'the virus scanner could not scan a file');
    throw unavailable(
      'The virus scanner could not scan the file, so it was not taken. Tell the operator; the log says why.',
    );
  },
});

async function ask(address: ScannerAddress, path: string, silenceMs: number): Promise<string> {
  const socket = connect(address);
  socket.setTimeout(silenceMs, () => socket.destroy(new Error(`clamd was silent for ${silenceMs / 1000} s`)));
  try {
    const reply = replyOf(socket);
    // What goes wrong is the reply's to tell: a clamd that has heard enough answers, and hangs up.
    await Promise.race([send(socket, path), reply]).catch(() => {});
    return await reply;
  } finally {
    socket.destroy();
  }
}

async function send(socket: Socket, path: string): Promise<void> {
  const put = async (bytes: Buffer) => {
    if (!socket.write(bytes)) await once(socket, 'drain');
  };
  await put(Buffer.from('zINSTREAM\0'));
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE((chunk as Buffer).length);
    await put(length);
    await put(chunk as Buffer);
  }
  await put(Buffer.alloc(4));
}

/** The one reply of a session, up to the NUL at its end. */
function replyOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let reply = '';
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      reply += text;
      if (reply.length > LONGEST_REPLY) socket.destroy(new Error('clamd replied without end'));
      if (reply.includes('\0')) resolve(reply.slice(0, reply.indexOf('\0')).trim());
    });
    socket.once('error', reject);
    socket.once('close', () => (reply ? resolve(reply.trim()) : reject(new Error('clamd hung up'))));
  });
}
