import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Connection } from '@temporalio/client';

export type SearchAttributeKind = 'Text' | 'Keyword' | 'Int' | 'Double' | 'Bool' | 'Datetime' | 'KeywordList';

/** temporal.api.enums.v1.IndexedValueType */
const INDEXED_VALUE_TYPE: Record<SearchAttributeKind, number> = {
  Text: 1,
  Keyword: 2,
  Int: 3,
  Double: 4,
  Bool: 5,
  Datetime: 6,
  KeywordList: 7,
};

const READY_MS = 60_000;

/**
 * Waits until the server on `port` of this machine answers for `namespace`, for a minute at most.
 * @param given ends the waiting early
 * @returns an open connection, or `null` when the time is over
 */
export async function connectWhenReady(
  port: number,
  namespace: string,
  given: AbortSignal,
): Promise<Connection | null> {
  const signal = AbortSignal.any([given, AbortSignal.timeout(READY_MS)]);
  while (!signal.aborted) {
    // gRPC backs off for a second or more once a connection was refused; so knock first.
    const connection = (await isListening(port)) ? await connectFor(port, namespace) : null;
    if (connection) return connection;
    await wait(50, undefined, { signal }).catch(() => {});
  }
  return null;
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    const answer = (listens: boolean) => {
      socket.destroy();
      resolve(listens);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}

async function connectFor(port: number, namespace: string): Promise<Connection | null> {
  const connection = Connection.lazy({ address: `127.0.0.1:${port}` });
  try {
    await connection.withDeadline(Date.now() + 2_000, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
    return connection;
  } catch {
    await connection.close();
    return null;
  }
}

/** Registers those of the search attributes that `namespace` does not have yet. */
export async function registerSearchAttributes(
  connection: Connection,
  namespace: string,
  wanted: Record<string, SearchAttributeKind>,
): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(wanted).filter(([name]) => !(name in customAttributes));
  if (missing.length === 0) return;
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map(([name, kind]) => [name, INDEXED_VALUE_TYPE[kind]])),
  });
}
