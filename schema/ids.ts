import { decodeGlobalID, encodeGlobalID } from '@pothos/plugin-relay';
import { invalidInput } from '../src/platform/errors.js';
import { isUuid } from '../src/platform/ids.js';

export const globalId = (typename: string, id: string): string => encodeGlobalID(typename, id);

/**
 * The id within its table of a global id of one of the given types.
 * @throws {DomainError} invalid-input for anything else
 */
export function localId(value: string | number, typenames: readonly string[], path: string[]): string {
  try {
    const { typename: given, id } = decodeGlobalID(String(value));
    if (typenames.includes(given) && isUuid(id)) return id;
  } catch {
    // Not a global id at all; the same message serves.
  }
  throw invalidInput(
    `This is not the id of ${typenames.map((name) => `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`).join(' or ')}. Use the \`id\` of one as the API returned it.`,
    path,
  );
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** `id`, or one that cannot exist where it is no UUID, which PostgreSQL would raise an error for. */
export const existing = (id: string): string => (isUuid(id) ? id : NOBODY);

/** For look-ups by `node(id:)`, always within the tenant. */
export const inTenant = (id: string, organizationId: string) => ({ id: existing(id), organizationId });
