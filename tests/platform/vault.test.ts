import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { newMasterKey, parseMasterKeys } from '../../src/platform/secrets/master-key.js';
import { createVault, type SealContext, VaultError } from '../../src/platform/secrets/vault.js';

const context: SealContext = { table: 'provider_credential', id: 'one', organizationId: 'acme' };
const secret = 'sk-proj-Aé7-very-secret';
const ring = (...keys: string[]) => parseMasterKeys(keys.join(','));
const [first, second] = [newMasterKey(), newMasterKey()];

const failureOf = (work: () => unknown): VaultError => {
  try {
    work();
  } catch (error) {
    if (error instanceof VaultError) return error;
    throw error;
  }
  throw new Error('it did not fail');
};

describe('the vault', () => {
  const vault = createVault(ring(first));

  test('gives back what it sealed', () => {
    expect(vault.open(vault.seal(secret, context), context)).toBe(secret);
    expect(vault.open(vault.seal('', context), context)).toBe('');
  });

  test('seals the same text differently each time, and shows nothing of it', () => {
    const [one, two] = [vault.seal(secret, context), vault.seal(secret, context)];
    expect(one.split('.')[2]).not.toBe(two.split('.')[2]);
    expect(one.split('.')[3]).not.toBe(two.split('.')[3]);
    for (const spelling of [secret, Buffer.from(secret).toString('base64url'), secret.slice(0, 8)])
      expect(one).not.toContain(spelling);
  });

  test.each([
    { ...context, id: 'two' },
    { ...context, organizationId: 'other' },
    { ...context, table: 'other' },
    { table: 'provider_credential","acme', organizationId: 'acme', id: 'one' },
  ])('opens for no other record than its own: %o', (other) => {
    expect(failureOf(() => vault.open(vault.seal(secret, context), other)).reason).toBe('changed');
    const after = createVault(ring(second, first));
    expect(failureOf(() => after.rewrap(vault.seal(secret, context), other)).reason).toBe('changed');
  });

  test('notices every changed byte', () => {
    const sealed = vault.seal(secret, context);
    const parts = sealed.split('.');
    for (const part of [2, 3]) {
      const bytes = Buffer.from(parts[part]!, 'base64url');
      for (let i = 0; i < bytes.length; i++) {
        const other = Buffer.from(bytes);
        other[i]! ^= 1;
        const forged = parts.with(part, other.toString('base64url')).join('.');
        expect(failureOf(() => vault.open(forged, context)).reason).toBe('changed');
      }
    }
  });

  test.each(['', 'v1', 'v1.a.b', 'v2.a.b.c', 'v1.a.b.c.d', 'plain text'])(
    'says that "%s" is nothing it sealed',
    (text) => {
      expect(failureOf(() => vault.open(text, context)).reason).toBe('changed');
    },
  );

  test('notices a key that is another one of the same id', () => {
    const id = first.slice(0, first.indexOf(':'));
    const impostor = createVault(ring(`${id}:${randomBytes(32).toString('base64')}`));
    expect(failureOf(() => impostor.open(vault.seal(secret, context), context)).reason).toBe('changed');
  });

  test('names the master key that is missing, and what to set, without key material', () => {
    const error = failureOf(() => createVault(ring(second)).open(vault.seal(secret, context), context));
    expect(error.reason).toBe('unknown-master-key');
    expect(error.message).toContain(`"${first.split(':')[0]}"`);
    expect(error.message).toContain('BIDWRIGHT_MASTER_KEYS');
    for (const key of [first, second]) expect(inspect(error)).not.toContain(key.split(':')[1]);
  });

  test('without a master key says so', () => {
    const empty = createVault([]);
    expect(empty.sealsWith).toBeNull();
    expect(failureOf(() => empty.seal(secret, context)).reason).toBe('no-master-key');
    expect(failureOf(() => empty.open(vault.seal(secret, context), context)).reason).toBe(
      'unknown-master-key',
    );
  });
});

describe('a change of master keys', () => {
  const before = createVault(ring(first));
  const during = createVault(ring(second, first));
  const after = createVault(ring(second));

  test('wraps the data key anew and leaves the secret as it is', () => {
    const sealed = before.seal(secret, context);
    const again = during.rewrap(sealed, context);
    expect(again.split('.')[3]).toBe(sealed.split('.')[3]);
    expect(again.split('.')[1]).toBe(during.sealsWith);
    expect(after.open(again, context)).toBe(secret);
    expect(failureOf(() => before.open(again, context)).reason).toBe('unknown-master-key');
  });

  test('leaves alone what is under the first key already', () => {
    const sealed = during.seal(secret, context);
    expect(during.rewrap(sealed, context)).toBe(sealed);
  });

  test('can read both while it is going on', () => {
    expect(during.open(before.seal(secret, context), context)).toBe(secret);
    expect(during.open(after.seal(secret, context), context)).toBe(secret);
  });
});
