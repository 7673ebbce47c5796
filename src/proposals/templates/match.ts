import { DEFAULT_TEMPLATES, type Industry } from './defaults/index.js';

/** Words apart by one space, in lower case: "Health-Care / Hospitals" is "health care hospitals". */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

const LONGEST_ID = 80;

/** The readable id that an industry's name makes: "Oil & Gas" is "oil-and-gas". Empty where nothing is left. */
export const templateIdOf = (name: string): string =>
  [...plain(name).replaceAll(' ', '-')].slice(0, LONGEST_ID).join('').replace(/-+$/, '');

const NAMES = Object.entries(DEFAULT_TEMPLATES).flatMap(([id, { name, synonyms }]) =>
  [id, name, ...synonyms].map((other) => ({ id: id as Industry, words: plain(other) })),
);

/** The default template that goes by this name, whatever its case; null where none does. */
export const defaultNamed = (name: string): Industry | null =>
  NAMES.find(({ words }) => words === plain(name))?.id ?? null;

/** The id of the template of an industry by its name or id, that of a default where one goes by it. */
export const templateNamed = (name: string): string => defaultNamed(name) ?? templateIdOf(name);

/**
 * The template for an industry as somebody wrote it: the organization's own by that name, a default by its name or a
 * synonym, the one whose name stands in it ("Regional hospital group"), or the general one.
 * @param own ids of the organization's own templates
 */
export function templateFor(industry: string | null, own: readonly string[]): string {
  const words = plain(industry ?? '');
  if (!words) return 'general';
  const id = templateIdOf(words);
  if (own.includes(id)) return id;
  const named = defaultNamed(words);
  if (named) return named;
  const within = NAMES.filter((name) => ` ${words} `.includes(` ${name.words} `));
  const longest = within.sort((a, b) => b.words.length - a.words.length)[0];
  return longest?.id ?? 'general';
}
