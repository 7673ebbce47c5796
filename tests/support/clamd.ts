import { createServer, type Socket } from 'node:net';
import { EICAR } from './eicar.js';

/** How the scanner behaves: as it should, or with one of its faults. */
export type ClamdMood = 'well' | 'refuses large streams' | 'hangs up' | 'silent';

export interface Clamd {
  address: string;
  mood: ClamdMood;
  /** The bytes of each stream that it was sent whole. */
  scanned: Buffer[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** A server that speaks clamd's INSTREAM, as clamd(8) describes it, and knows the EICAR test file alone. */
export async function clamd(path: string | null = null): Promise<Clamd> {
  const scanned: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    let received = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      if (self.mood === 'hangs up') return socket.destroy();
      if (self.mood === 'refuses large streams' && received.length > 100)
        return void socket.end('INSTREAM size limit exceeded. ERROR\0');
      const content = streamIn(received);
      if (content === null || self.mood === 'silent') return;
      scanned.push(content);
      socket.end(content.includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
    });
  });
  await new Promise<void>((resolve) =>
    path ? server.listen(path, resolve) : server.listen(0, '127.0.0.1', resolve),
  );
  const at = server.address();
  const address = typeof at === 'string' ? `unix://${at}` : `tcp://127.0.0.1:${at!.port}`;
  const self: Clamd = {
    address,
    mood: 'well',
    scanned,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return self;
}

const COMMAND = Buffer.from('zINSTREAM\0');

/** What a session sent as its stream; null before its end. */
function streamIn(session: Buffer): Buffer | null {
  if (!session.subarray(0, COMMAND.length).equals(COMMAND.subarray(0, session.length)))
    throw new Error(`no INSTREAM: ${session.subarray(0, 20)}`);
  const chunks: Buffer[] = [];
  for (let at = COMMAND.length; at + 4 <= session.length; ) {
    const length = session.readUInt32BE(at);
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(session.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}
