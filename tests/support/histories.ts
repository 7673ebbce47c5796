import { Client, Connection } from '@temporalio/client';
import type { Payload, PayloadCodec } from '@temporalio/common';

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;

/** What Temporal keeps of a run, as it keeps it. */
export async function historyOf(env: Record<string, string>, workflowId: string): Promise<History> {
  const connection = await Connection.connect({ address: env.TEMPORAL_ADDRESS! });
  try {
    return await new Client({ connection }).workflow.getHandle(workflowId).fetchHistory();
  } finally {
    await connection.close();
  }
}

/** All text in a value, also that in bytes. */
export function textIn(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name}: ${textIn(inner)}`)
    .join('\n');
}

const isPayload = (value: object): value is Payload =>
  'metadata' in value && typeof value.metadata === 'object' && 'data' in value;

/** All payloads in a value, search attributes apart, which are for the server to read. */
export function payloadsIn(value: unknown): Payload[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  if (isPayload(value)) return [value];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'searchAttributes' ? [] : payloadsIn(inner),
  );
}

export const encodingOf = ({ metadata }: Payload): string => Buffer.from(metadata!.encoding!).toString();

/** The text of all payloads, decoded. */
export const decodedText = async (history: History, codec: PayloadCodec): Promise<string> =>
  textIn(await codec.decode(payloadsIn(history)));
