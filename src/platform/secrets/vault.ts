import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { DomainError } from '../errors.js';
import { decryptBytes, encryptBytes } from './aes-gcm.js';
import type { MasterKey } from './master-key.js';

/** Which record a secret belongs to. It opens for this one only: not when it was copied to another row or tenant. */
export interface SealContext {
  table: string;
  id: string;
  organizationId: string;
}

/** Encrypts secrets at rest. Text goes in and comes out; nothing of it or of a key is ever in an error. */
export interface Vault {
  /** The master key that seals; null where there is none. */
  readonly sealsWith: string | null;
  /** @throws VaultError where there is no master key */
  seal(plain: string, context: SealContext): string;
  /** @throws VaultError where its master key is missing, or it was changed or belongs to another record */
  open(sealed: string, context: SealContext): string;
  /**
   * The same secret with its data key under the master key that seals now; unchanged where it is already. What the
   * data key encrypts is not opened.
   * @throws VaultError
   */
  rewrap(sealed: string, context: SealContext): string;
}

/** A sealed secret cannot be opened, or none can be sealed: the operator has to set a master key right. */
export class VaultError extends DomainError {
  constructor(
    readonly reason: 'no-master-key' | 'unknown-master-key' | 'changed',
    message: string,
  ) {
    super('unavailable', message);
  }
}

const FORMAT = 'v1';
const KEY_BYTES = 32;

/** What a sealed text begins with whose data key is under this master key. */
export const sealedUnder = (masterKeyId: string): string => `${FORMAT}.${masterKeyId}.`;

const HOW_TO_SET =
  'Set BIDWRIGHT_MASTER_KEYS to the same value in all processes that share the database, or give them one master.key ' +
  'in a shared BIDWRIGHT_DATA_DIR: docs/operations.md.';

/**
 * Envelope encryption with AES-256-GCM: each record under a random data key of its own, which is wrapped under a
 * master key. A sealed text reads `v1.<master key id>.<wrapped data key>.<secret>`.
 * @param ring the first key seals, all of them open
 */
export function createVault(ring: readonly MasterKey[]): Vault {
  const [sealing] = ring;

  const sealingKey = (): MasterKey => {
    if (sealing) return sealing;
    throw new VaultError('no-master-key', `There is no master key, so no secret can be kept. ${HOW_TO_SET}`);
  };

  function wrap(dataKey: Buffer, context: SealContext): string {
    const { id, key } = sealingKey();
    return `${sealedUnder(id)}${encrypt(key, dataKey, aad('key', context, id))}`;
  }

  function unwrap({ masterKeyId, wrapped }: Sealed, context: SealContext): Buffer {
    const master = ring.find(({ id }) => id === masterKeyId);
    if (!master)
      throw new VaultError(
        'unknown-master-key',
        `A secret was encrypted under the master key "${masterKeyId}", which this process does not have. ${HOW_TO_SET}`,
      );
    return decrypt(master.key, wrapped, aad('key', context, masterKeyId));
  }

  return {
    sealsWith: sealing?.id ?? null,

    seal(plain, context) {
      const dataKey = randomBytes(KEY_BYTES);
      const secret = encrypt(createSecretKey(dataKey), Buffer.from(plain, 'utf8'), aad('data', context));
      const sealed = `${wrap(dataKey, context)}.${secret}`;
      dataKey.fill(0);
      return sealed;
    },

    open(sealed, context) {
      const parts = partsOf(sealed);
      const dataKey = unwrap(parts, context);
      const plain = decrypt(createSecretKey(dataKey), parts.secret, aad('data', context)).toString('utf8');
      dataKey.fill(0);
      return plain;
    },

    rewrap(sealed, context) {
      const parts = partsOf(sealed);
      if (parts.masterKeyId === sealingKey().id) return sealed;
      const dataKey = unwrap(parts, context);
      const again = `${wrap(dataKey, context)}.${parts.secret}`;
      dataKey.fill(0);
      return again;
    },
  };
}

interface Sealed {
  masterKeyId: string;
  wrapped: string;
  secret: string;
}

function partsOf(sealed: string): Sealed {
  const [format, masterKeyId, wrapped, secret, ...more] = sealed.split('.');
  if (format !== FORMAT || !masterKeyId || !wrapped || !secret || more.length > 0) throw changed();
  return { masterKeyId, wrapped, secret };
}

const encrypt = (key: KeyObject, plain: Buffer, context: string): string =>
  encryptBytes(key, plain, context).toString('base64url');

/** Binds what is encrypted to its purpose and its record; JSON keeps the parts apart. */
const aad = (purpose: 'key' | 'data', { table, organizationId, id }: SealContext, masterKeyId = ''): string =>
  JSON.stringify([FORMAT, purpose, masterKeyId, table, organizationId, id]);

function decrypt(key: KeyObject, text: string, context: string): Buffer {
  const plain = decryptBytes(key, Buffer.from(text, 'base64url'), context);
  if (!plain) throw changed();
  return plain;
}

const changed = () =>
  new VaultError(
    'changed',
    'A secret cannot be decrypted: it was changed, belongs to another record, or its master key is another one of the ' +
      'same id. Enter it anew, or restore the master key it was encrypted under.',
  );
