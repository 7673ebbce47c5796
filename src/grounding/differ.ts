import { factsOf } from './facts.js';
import { heldBy, type Said, saidIn } from './said.js';
import { bareText } from './statements.js';

/** From this share of common words on two answers say the same, so that what differs is what matters. */
const ALIKE = 0.75;
/** From this share on they say the same in other words, or one says more. */
const AGREE = 0.5;

/** What an answer says, read once to be compared with many. */
export interface Reading {
  said: Said;
  /** What it opens with: "Yes, …". */
  opening: 'yes' | 'no' | null;
  facts: Map<string, { value: number; shown: string }>;
}

/** @param answer Markdown */
export function readingOf(answer: string): Reading {
  const text = bareText(answer);
  return {
    said: saidIn(text),
    opening: /^\W*yes\b/i.test(text) ? 'yes' : /^\W*no\b(?!\.? ?\d)/i.test(text) ? 'no' : null,
    facts: new Map(factsOf(text).map(({ measure, value, shown }) => [measure, { value, shown }])),
  };
}

/**
 * What two answers to one question state differently, so that not both can hold: yes and no, values of a measure, or
 * a number, a name or a denial in texts that are otherwise alike. Seen by rules: not what only a reader sees.
 *
 * @returns a phrase for the user ("the uptime: 99.9% against 99.5%"); null where nothing of the kind is seen
 */
export function differenceOf(a: Reading, b: Reading): string | null {
  if (a.opening !== null && b.opening !== null && a.opening !== b.opening)
    return `${a.opening} against ${b.opening}`;
  for (const [measure, { value, shown }] of a.facts) {
    const other = b.facts.get(measure);
    if (other && other.value !== value) return `the ${measure}: ${shown} against ${other.shown}`;
  }
  if (likenessOf(a, b) < ALIKE) return null;
  const pairs: [string[], string[]][] = [
    [missing(a.said.numbers, b.said.numbers), missing(b.said.numbers, a.said.numbers)],
    [namesOnlyIn(a.said, b.said), namesOnlyIn(b.said, a.said)],
    [missing(a.said.measures, b.said.measures), missing(b.said.measures, a.said.measures)],
  ];
  for (const [ours, theirs] of pairs)
    if (ours.length > 0 && theirs.length > 0) return `${ours.join(', ')} against ${theirs.join(', ')}`;
  return a.said.negated === b.said.negated ? null : 'one denies what the other states';
}

const missing = (set: Set<string>, other: Set<string>) => [...set].filter((one) => !other.has(one));
const namesOnlyIn = (a: Said, b: Said) =>
  [...a.names].flatMap(([stem, shown]) => (b.names.has(stem) || b.weights.has(stem) ? [] : [shown]));

/** Share of the words, other than numbers and names, that two answers have in common, by the one that has more. */
export function likenessOf(a: Reading, b: Reading): number {
  return Math.min(heldBy(plain(a.said), [b.said]), heldBy(plain(b.said), [a.said]));
}

/** Whether two answers say the same, or one says what the other says and more. */
export const agree = (a: Reading, b: Reading): boolean =>
  differenceOf(a, b) === null && Math.max(heldBy(a.said, [b.said]), heldBy(b.said, [a.said])) >= AGREE;

function plain(said: Said): Said {
  const weights = new Map(
    [...said.weights].filter(([stem]) => !said.numbers.has(stem) && !said.names.has(stem)),
  );
  return { ...said, weights };
}
