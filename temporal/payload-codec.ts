import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { unavailable } from '../src/platform/errors.js';
import { decryptBytes, encryptBytes } from '../src/platform/secrets/aes-gcm.js';
import type { MasterKey } from '../src/platform/secrets/master-key.js';

// The names that Temporal's own examples use, so that tools recognise an encrypted payload.
const ENCODING = 'encoding';
const ENCRYPTED = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';

const KEY_BYTES = 32;
const SALT_BYTES = 32;
const PURPOSE = 'bidwright temporal payload v1';

/**
 * Encrypts what Temporal keeps: arguments, results, failures, summaries. Each payload has a key of its own, derived
 * (HKDF-SHA256) from a master key whose id stands in the payload's metadata. Payloads that are not encrypted pass.
 * @param ring the first key encrypts, all of them decrypt
 * @param encrypts false to write in plain, and read both
 */
export function createPayloadCodec(ring: readonly MasterKey[], encrypts: boolean): PayloadCodec {
  const [first] = ring;
  if (encrypts && !first)
    throw unavailable(
      'Temporal payloads are to be encrypted (TEMPORAL_ENCRYPT_PAYLOADS), and there is no master key. Set ' +
        'BIDWRIGHT_MASTER_KEYS: docs/operations.md.',
    );

  function encode(payload: Payload, { id, key }: MasterKey): Payload {
    const salt = randomBytes(SALT_BYTES);
    const sealed = encryptBytes(derived(key, salt), toBytes(payload), contextOf(id));
    return {
      metadata: { [ENCODING]: Buffer.from(ENCRYPTED), [KEY_ID]: Buffer.from(id) },
      data: Buffer.concat([salt, sealed]),
    };
  }

  function decode(payload: Payload): Payload {
    if (textOf(payload, ENCODING) !== ENCRYPTED) return payload;
    const id = textOf(payload, KEY_ID);
    const master = ring.find((one) => one.id === id);
    if (!master)
      throw unavailable(
        `A Temporal payload was encrypted under the master key "${id}", which this process does not have. Set ` +
          'BIDWRIGHT_MASTER_KEYS to the same value in all processes, and keep a key until no history needs it.',
      );
    const data = bytesOf(payload.data);
    const key = derived(master.key, data.subarray(0, SALT_BYTES));
    const plain = decryptBytes(key, data.subarray(SALT_BYTES), contextOf(id));
    if (!plain)
      throw unavailable(
        `A Temporal payload cannot be decrypted: it was changed, or the master key "${id}" is another one of the same id.`,
      );
    return fromBytes(plain);
  }

  return {
    encode: async (payloads) =>
      encrypts && first ? payloads.map((payload) => encode(payload, first)) : payloads,
    decode: async (payloads) => payloads.map(decode),
  };
}

const contextOf = (id: string) => `${PURPOSE} ${id}`;

const derived = (master: KeyObject, salt: Uint8Array): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', master, salt, PURPOSE, KEY_BYTES)));

const textOf = ({ metadata }: Payload, name: string): string =>
  Buffer.from(metadata?.[name] ?? []).toString('utf8');

/** Workflow code has no buffers: what it leaves out arrives as an empty list. */
const bytesOf = (data: Payload['data']): Buffer => Buffer.from(data ?? []);

/** The length of the metadata, the metadata as JSON, the data. */
function toBytes({ metadata, data }: Payload): Buffer {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [
    name,
    Buffer.from(value).toString('base64'),
  ]);
  const head = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head, bytesOf(data)]);
}

function fromBytes(bytes: Buffer): Payload {
  const end = 4 + bytes.readUInt32BE();
  const head: Record<string, string> = JSON.parse(bytes.subarray(4, end).toString('utf8'));
  const entries = Object.entries(head).map(([name, value]) => [name, Buffer.from(value, 'base64')]);
  return { metadata: Object.fromEntries(entries), data: bytes.subarray(end) };
}
