import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { conflict } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import { sealKey } from '../credential-key.js';
import { checkPlace } from './address.js';
import { endingOf, shownKey } from './api-key.js';
import { orDuplicate } from './duplicate.js';
import {
  addressOf,
  type CredentialData,
  type CredentialFields,
  checkWhole,
  fieldsInput,
  keyGiven,
  presetInput,
} from './input.js';

// With those, one page of the list.
const MOST_CREDENTIALS = 100;

export interface CreateCredentialInput extends CredentialFields {
  /** The id of a preset. */
  provider: string;
  /** Left out: the provider's name. */
  name?: string | null;
  /** Whether it is used from now on; true where it is left out. */
  active?: boolean | null;
}

/**
 * Keeps an organization's access to a provider, its key encrypted.
 * @returns its id
 * @throws {DomainError} invalid-input; conflict where the organization has one of this provider and name; VaultError
 */
export async function createCredential(
  app: App,
  actor: Actor,
  input: CreateCredentialInput,
): Promise<string> {
  requirePermission(actor, 'models.manage');
  const preset = presetInput(input.provider);
  const data: CredentialData = { ...NOTHING, ...fieldsInput({ ...input, name: input.name ?? preset.name }) };
  const key = keyGiven(input) ?? null;
  checkWhole(preset, data, key !== null);
  const allowPrivate = app.env.allowPrivateModelAddresses;
  await checkPlace(addressOf(preset, data), { allowPrivate }, ['input', 'baseUrl']);

  const { organizationId, userId } = actor;
  const id = newId();
  const active = input.active ?? true;
  const sealed = key === null ? {} : { sealedKey: sealKey(app.vault, { id, organizationId }, key) };
  const create = app.db.$transaction(async (tx) => {
    if ((await tx.providerCredential.count({ where: { organizationId } })) >= MOST_CREDENTIALS)
      throw conflict(
        `An organization has at most ${MOST_CREDENTIALS} credentials. Delete one that is not used.`,
      );
    await tx.providerCredential.create({
      data: {
        ...{ ...data, ...sealed, id, organizationId, provider: preset.id, createdById: userId },
        keyEnding: key && endingOf(key),
        active,
        activatedAt: active ? app.clock() : null,
      },
    });
    await recordAudit(tx, actor, {
      action: 'credential.created',
      subjectType: 'credential',
      subjectId: id,
      details: { provider: preset.id, name: data.name, active },
      after: { ...data, active, apiKey: shownKey(key) },
    });
  });
  await create.catch(orDuplicate(preset.name, data.name));
  app.models.forget(organizationId);
  return id;
}

const NOTHING = {
  name: '',
  baseUrl: null,
  model: null,
  embeddingModel: null,
  embeddingDimensions: null,
  maxConcurrency: null,
  tokensPerMinute: null,
  requestsPerMinute: null,
  inputPrice: null,
  outputPrice: null,
} satisfies CredentialData;
