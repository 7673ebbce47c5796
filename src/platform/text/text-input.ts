import { invalidInput } from '../errors.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
const LINE_BREAKS = /[\r\n\t\u2028\u2029]+/g;

/**
 * Characters that show nothing and only hide or turn around what stands beside them: soft hyphens, zero-width spaces,
 * word joiners, byte order marks, bidirectional overrides and isolates (Unicode 17, 9.1), and tags, which can spell whole
 * sentences that nobody sees (23.9). Joiners stay: scripts and emoji need them.
 */
const INVISIBLE = /[\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

export const withoutInvisible = (text: string): string => text.replace(INVISIBLE, '');

/** Lone surrogates and control characters, which neither PostgreSQL nor XML can hold, are taken out. */
export const withoutControls = (text: string): string => text.toWellFormed().replace(CONTROL, '');

/**
 * A name or title typed by a person: one line, trimmed.
 * @param max most characters
 * @throws {DomainError} invalid-input where nothing is left or it is too long
 */
export function lineInput(value: string, label: string, path: string[], max = 200): string {
  const line = withoutControls(value.replace(LINE_BREAKS, ' ')).trim();
  if (!line) throw invalidInput(`${label} is empty. Fill it in.`, path);
  if (line.length > max)
    throw invalidInput(`${label} has ${line.length} characters; ${max} are allowed.`, path);
  return line;
}

/** The same for a field that may be left out. */
export const optionalLine = (value: string | null | undefined, label: string, path: string[], max = 200) =>
  value?.trim() ? lineInput(value, label, path, max) : null;

/**
 * Longer text typed or pasted by a person, line breaks kept.
 * @throws {DomainError} invalid-input where it is too long, or empty although it must not be
 */
export function textInput(
  value: string,
  label: string,
  path: string[],
  { max = 200_000, mayBeEmpty = false } = {},
): string {
  const text = withoutControls(value.replace(/\r\n?/g, '\n'));
  if (!mayBeEmpty && !text.trim()) throw invalidInput(`${label} is empty. Fill it in.`, path);
  if (text.length > max)
    throw invalidInput(`${label} has ${text.length} characters; ${max} are allowed.`, path);
  return text;
}
