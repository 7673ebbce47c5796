import { invalidInput } from '../../platform/errors.js';

const SHORTEST = 4;
const LONGEST = 4096;
/** Of a shorter key, four characters would tell too much. */
const LONG_ENOUGH_TO_SHOW = 16;

/**
 * A key as somebody pasted it.
 * @throws {DomainError} invalid-input, without a word of it
 */
export function keyInput(value: string, path: string[]): string {
  const key = value.trim();
  // A form that is sent with the field left blank must not cost the stored key.
  if (!key) throw invalidInput('The key is empty. Leave it out to keep things as they are.', path);
  if (/^bearer\s/i.test(key)) throw invalidInput('Give the key alone, without "Bearer".', path);
  // What a header can carry.
  if (!/^[\x21-\x7e]*$/.test(key))
    throw invalidInput(
      'The key holds spaces, line breaks or characters that no key has. Copy it anew.',
      path,
    );
  if (key.length < SHORTEST || key.length > LONGEST)
    throw invalidInput(`A key has ${SHORTEST} to ${LONGEST} characters; this one has ${key.length}.`, path);
  return key;
}

/** What may be shown of a key: its last four characters, and of a short one nothing. */
export const endingOf = (key: string): string => (key.length < LONG_ENOUGH_TO_SHOW ? '' : key.slice(-4));

/** What the audit trail says of a key: whether there is one. */
export const shownKey = (key: unknown): string | null => (key ? 'set' : null);
