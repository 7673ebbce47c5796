import { type Decision, refused } from './types.js';

/** How many options are named in a sentence. */
const NAMED = 12;

/** The option that a text is; else the only one that differs from it by capitals and white space alone; else null. */
export function optionLike(value: string, options: readonly string[]): string | null {
  if (options.includes(value)) return value;
  const wanted = folded(value);
  const close = new Set(options.filter((option) => folded(option) === wanted));
  return close.size === 1 ? [...close][0]! : null;
}

const folded = (text: string) => text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();

/** A value that a list does not have is refused, and its options shown. */
export function refusalOfOption(value: string, options: string[]): Decision {
  const named = options.slice(0, NAMED).map((text) => `“${text}”`);
  const more = options.length > NAMED ? ` and ${options.length - NAMED} more` : '';
  const reason =
    options.length === 0
      ? 'The list has no options.'
      : `The list does not have “${value.slice(0, 100)}”. It has ${named.join(', ')}${more}.`;
  return refused('NOT_AN_OPTION', reason, options);
}
