import type { Prisma, ProviderCredential } from '../../../generated/client/client.js';
import { PRESETS, type Preset, presetOf } from '../../ai/index.js';
import { invalidInput } from '../../platform/errors.js';
import { lineInput, optionalLine } from '../../platform/text/text-input.js';
import { addressInput } from './address.js';
import { keyInput } from './api-key.js';

/** What can be set of a credential: left out to leave it as it is, null to take it away. */
export interface CredentialFields {
  name?: string | null;
  apiKey?: string | null;
  baseUrl?: string | null;
  model?: string | null;
  embeddingModel?: string | null;
  embeddingDimensions?: number | null;
  maxConcurrency?: number | null;
  tokensPerMinute?: number | null;
  requestsPerMinute?: number | null;
  inputPrice?: number | null;
  outputPrice?: number | null;
}

/** Those that are kept as they are given; the key is sealed. */
export type CredentialData = Pick<
  ProviderCredential,
  | 'name'
  | 'baseUrl'
  | 'model'
  | 'embeddingModel'
  | 'embeddingDimensions'
  | 'maxConcurrency'
  | 'tokensPerMinute'
  | 'requestsPerMinute'
> & { inputPrice: number | Prisma.Decimal | null; outputPrice: number | Prisma.Decimal | null };

/** Those fields alone, without the key. */
export const dataOf = (of: CredentialData): CredentialData => ({
  name: of.name,
  baseUrl: of.baseUrl,
  model: of.model,
  embeddingModel: of.embeddingModel,
  embeddingDimensions: of.embeddingDimensions,
  maxConcurrency: of.maxConcurrency,
  tokensPerMinute: of.tokensPerMinute,
  requestsPerMinute: of.requestsPerMinute,
  inputPrice: of.inputPrice,
  outputPrice: of.outputPrice,
});

const at = (field: string) => ['input', field];

/** @throws {DomainError} invalid-input naming those there are */
export function presetInput(provider: string): Preset {
  const preset = presetOf(provider.trim());
  if (preset) return preset;
  const known = PRESETS.map(({ id }) => id).join(', ');
  throw invalidInput(`There is no provider of this name. Use one of: ${known}.`, at('provider'));
}

const RANGES = {
  embeddingDimensions: { label: 'The embedding dimensions', least: 8, most: 8_192 },
  maxConcurrency: { label: 'The limit of requests at a time', least: 1, most: 10_000 },
  tokensPerMinute: { label: 'The limit of tokens per minute', least: 1, most: 2_000_000_000 },
  requestsPerMinute: { label: 'The limit of requests per minute', least: 1, most: 10_000_000 },
} as const;

const HIGHEST_PRICE = 100_000;

const readers: { [Field in keyof CredentialData]: (given: never) => CredentialData[Field] } = {
  name: (name: string | null) => lineInput(name ?? '', 'The name', at('name'), 80),
  baseUrl: (address: string | null) => (address?.trim() ? addressInput(address, at('baseUrl')) : null),
  model: (model: string | null) => optionalLine(model, 'The model', at('model')),
  embeddingModel: (model: string | null) => optionalLine(model, 'The embedding model', at('embeddingModel')),
  embeddingDimensions: (value: number | null) => wholeNumber('embeddingDimensions', value),
  maxConcurrency: (value: number | null) => wholeNumber('maxConcurrency', value),
  tokensPerMinute: (value: number | null) => wholeNumber('tokensPerMinute', value),
  requestsPerMinute: (value: number | null) => wholeNumber('requestsPerMinute', value),
  inputPrice: (value: number | null) => price('inputPrice', value),
  outputPrice: (value: number | null) => price('outputPrice', value),
};

function wholeNumber(field: keyof typeof RANGES, value: number | null): number | null {
  const { label, least, most } = RANGES[field];
  if (value !== null && (!Number.isInteger(value) || value < least || value > most))
    throw invalidInput(`${label} must be ${least} to ${most}; ${value} was given.`, at(field));
  return value;
}

function price(field: 'inputPrice' | 'outputPrice', value: number | null): number | null {
  if (value !== null && !(value >= 0 && value <= HIGHEST_PRICE))
    throw invalidInput(
      `A price must be 0 to ${HIGHEST_PRICE} US dollars for a million tokens; ${value} was given.`,
      at(field),
    );
  return value;
}

/**
 * What was given, checked one by one.
 * @throws {DomainError} invalid-input
 */
export function fieldsInput(given: CredentialFields): Partial<CredentialData> {
  const entries = Object.entries(readers).flatMap(([field, read]) => {
    const value = given[field as keyof CredentialData];
    return value === undefined ? [] : [[field, read(value as never)]];
  });
  return Object.fromEntries(entries);
}

/**
 * The key that was given; null to take it away, undefined to leave it as it is.
 * @throws {DomainError} invalid-input
 */
export const keyGiven = ({ apiKey }: CredentialFields): string | null | undefined =>
  apiKey == null ? apiKey : keyInput(apiKey, at('apiKey'));

/**
 * Whether the parts fit each other, and the provider.
 * @throws {DomainError} invalid-input
 */
export function checkWhole(preset: Preset, data: CredentialData, hasKey: boolean): void {
  checkAddress(preset, data);
  if (!hasKey && preset.needsKey)
    throw invalidInput(`${preset.name} needs a key (${preset.keyHint}).`, at('apiKey'));
  if (!data.model && !data.embeddingModel && !preset.defaultModel)
    throw invalidInput(`${preset.name} has no model that suits everybody. Name yours.`, at('model'));
  if (data.embeddingDimensions !== null && !data.embeddingModel)
    throw invalidInput('Dimensions are given without an embedding model. Name it.', at('embeddingModel'));
}

/** @throws {DomainError} invalid-input where neither the credential nor its provider says where requests go */
export function checkAddress(preset: Preset, { baseUrl }: Partial<CredentialData>): void {
  if (!baseUrl && !preset.baseUrl)
    throw invalidInput(
      `${preset.name} has no address of its own. Give yours${preset.baseUrlHint ? `: ${preset.baseUrlHint}` : ''}.`,
      at('baseUrl'),
    );
}

/** Where its requests go. */
export const addressOf = (preset: Preset, { baseUrl }: Pick<CredentialData, 'baseUrl'>): string =>
  baseUrl ?? preset.baseUrl!;
