import { stemsIn } from '../../../grounding/index.js';
import type { Hit } from '../../../knowledge/index.js';

/** "Paid parental leave (PPL)" and "PPL (paid parental leave)". */
const DEFINED = /((?:[\p{L}\d]+[ /-]){1,8})\((\p{Lu}[\p{L}]{0,6}\p{Lu})s?\)/gu;
const SPELLED = /(?<![\p{L}\d])(\p{Lu}[\p{L}]{0,6}\p{Lu})s? \(((?:[\p{L}\d]+[ /-]?){2,8})\)/gu;

export type LongForms = ReadonlyMap<string, ReadonlySet<string>>;

/** Abbreviations that the passages themselves spell out: the stem of each with the stems of its words. */
export function longFormsIn(passages: Hit[]): LongForms {
  const found = new Map<string, Set<string>>();
  for (const { title, section, text } of passages) {
    const all = `${title}\n${section ?? ''}\n${text}`;
    for (const [, words, short] of all.matchAll(DEFINED)) add(found, short!, words!);
    for (const [, short, words] of all.matchAll(SPELLED)) add(found, short!, words!);
  }
  return found;
}

function add(found: Map<string, Set<string>>, short: string, words: string): void {
  const form = longForm(short, words.split(/[ /-]/).filter(Boolean));
  const [stem] = stemsIn(short);
  if (form !== null && stem !== undefined) found.set(stem, stemsIn(form));
}

/** The last words whose first letters are the abbreviation, little words aside; null where none are. */
function longForm(short: string, words: string[]): string | null {
  const letters = short.toLowerCase();
  for (let from = words.length - 2; from >= 0; from--) {
    const some = words.slice(from);
    const initials = (list: string[]) => list.map((word) => word[0]!.toLowerCase()).join('');
    const telling = some.filter((word) => !/^(?:of|and|the|for|to|in|on|a|an|or|&)$/i.test(word));
    if (initials(some) === letters || initials(telling) === letters) return some.join(' ');
  }
  return null;
}

/** Stems with the words of the abbreviations among them, and the abbreviations whose words they all have. */
export function withLongForms(stems: ReadonlySet<string>, forms: LongForms): Set<string> {
  const all = new Set(stems);
  for (const [short, long] of forms) {
    if (stems.has(short)) for (const stem of long) all.add(stem);
    else if (long.size > 1 && [...long].every((stem) => stems.has(stem))) all.add(short);
  }
  return all;
}
