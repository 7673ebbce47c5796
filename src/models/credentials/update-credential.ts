import { Prisma, type ProviderCredential } from '../../../generated/client/client.js';
import { type Preset, presetOf } from '../../ai/index.js';
import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { invalidInput } from '../../platform/errors.js';
import type { ExpectedVersion } from '../../platform/versions.js';
import { sealKey } from '../credential-key.js';
import { checkPlace } from './address.js';
import { endingOf, shownKey } from './api-key.js';
import { orDuplicate } from './duplicate.js';
import {
  addressOf,
  type CredentialData,
  type CredentialFields,
  checkAddress,
  checkWhole,
  dataOf,
  fieldsInput,
  keyGiven,
  presetInput,
} from './input.js';
import { openCredential } from './open-credential.js';

export interface UpdateCredentialInput extends CredentialFields {
  id: string;
  /** The version that was edited; a change in between is then a conflict. */
  expectedVersion: ExpectedVersion;
}

/** What a test was about: once it changes, the last one says nothing any more. */
const TESTED = ['apiKey', 'baseUrl', 'model', 'embeddingModel', 'embeddingDimensions'];

/**
 * Changes a credential.
 * @throws {DomainError} not-found; invalid-input; conflict; StaleVersion; VaultError
 */
export async function updateCredential(
  app: App,
  actor: Actor,
  input: UpdateCredentialInput,
): Promise<string> {
  requirePermission(actor, 'models.manage');
  const { id, expectedVersion } = input;
  const { organizationId } = actor;
  const given = fieldsInput(input);
  const key = keyGiven(input);
  const before = await app.db.providerCredential.findFirst({ where: { id, organizationId } });
  if (before && given.baseUrl !== undefined) {
    const preset = presetInput(before.provider);
    checkAddress(preset, given);
    // Names are looked up outside of the transaction, which holds a lock.
    const place = addressOf(preset, { baseUrl: given.baseUrl });
    const allowPrivate = app.env.allowPrivateModelAddresses;
    await checkPlace(place, { allowPrivate }, ['input', 'baseUrl']);
  }

  const update = app.db.$transaction(async (tx) => {
    const credential = await openCredential(tx, actor, id, expectedVersion);
    const preset = presetInput(credential.provider);
    const data: CredentialData = { ...credential, ...given };
    checkWhole(preset, data, key === undefined ? credential.sealedKey !== null : key !== null);
    checkKeyGoesAlong(preset, credential, data, key);
    const fields = changedFields(credential, given, key);
    if (fields.length === 0) return;
    await tx.providerCredential.update({
      where: { id },
      data: {
        ...given,
        ...(key !== undefined && {
          sealedKey: key && sealKey(app.vault, { id, organizationId }, key),
          keyEnding: key && endingOf(key),
        }),
        ...(fields.some((field) => TESTED.includes(field)) && { lastTest: Prisma.DbNull }),
        version: { increment: 1 },
      },
    });
    await recordAudit(tx, actor, {
      action: 'credential.updated',
      subjectType: 'credential',
      subjectId: id,
      details: { provider: credential.provider, name: data.name, fields },
      ...recorded(credential, data, fields, key),
    });
  });
  await update.catch(orDuplicate(before ? (presetOf(before.provider)?.name ?? '') : '', given.name ?? ''));
  app.models.forget(organizationId);
  return id;
}

/**
 * A stored key goes only to the server it was entered for: else whoever may change an address could have the key sent
 * to a server of his own, and read it there.
 */
function checkKeyGoesAlong(
  preset: Preset,
  before: ProviderCredential,
  after: CredentialData,
  key: string | null | undefined,
): void {
  if (key !== undefined || before.sealedKey === null) return;
  const [from, to] = [before, after].map((data) => new URL(addressOf(preset, data)).origin);
  if (from !== to)
    throw invalidInput(
      `The address changes from ${from} to ${to}. Enter the key again: a stored key is sent only to the server that it ` +
        'was entered for.',
      ['input', 'apiKey'],
    );
}

/** What changed, of the key only that it did. */
function recorded(
  credential: ProviderCredential,
  data: CredentialData,
  fields: string[],
  key: string | null | undefined,
) {
  const changed = (of: CredentialData) =>
    Object.fromEntries(Object.entries(dataOf(of)).filter(([field]) => fields.includes(field)));
  const [before, after] = [changed(credential), changed(data)];
  if (key === undefined) return { before, after };
  return {
    before: { ...before, apiKey: shownKey(credential.sealedKey) },
    after: { ...after, apiKey: shownKey(key) },
  };
}

function changedFields(
  credential: ProviderCredential,
  given: Partial<CredentialData>,
  key: string | null | undefined,
): string[] {
  const fields = Object.entries(given).flatMap(([field, value]) => {
    const before = credential[field as keyof CredentialData];
    return String(before) === String(value) ? [] : [field];
  });
  return key === undefined ? fields : [...fields, 'apiKey'];
}
