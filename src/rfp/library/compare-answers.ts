import { setImmediate } from 'node:timers/promises';
import { differenceOf, type Reading, readingOf } from '../../grounding/index.js';
import { findingOf, type LibraryFinding, type LibraryPair } from './findings.js';
import { questionSimilarity } from './same-questions.js';
import { groupsOf, similarSets } from './similar-sets.js';

/** From this share of common words on two answers to one question are the same answer. */
const SAME_ANSWER = 0.9;
/** From this share on what differs between two answers is what they state, not how they state it. */
const ALIKE = 0.75;
const MOST_LINKS = 20_000;
const READ_AT_ONCE = 100;

interface Read extends Reading {
  pair: LibraryPair;
  /** Content words, numbers included. */
  words: Set<string>;
}

/** Compares the answers of pairs that ask the same: which are double, and which cannot both hold. */
export async function compareAnswers(pairs: LibraryPair[]): Promise<LibraryFinding[]> {
  // In one order, so that the same pairs always make the same findings.
  const sorted = [...pairs].sort((a, b) => (a.passageId < b.passageId ? -1 : 1));
  const read: Read[] = [];
  for (const pair of sorted) {
    const reading = readingOf(pair.answer);
    read.push({ ...reading, pair, words: new Set(reading.said.weights.keys()) });
    // Others get their turn on the event loop.
    if (read.length % READ_AT_ONCE === 0) await setImmediate();
  }
  return [...duplicatesIn(read), ...statementsThatDiffer(read), ...textsThatDiffer(read)];
}

function duplicatesIn(read: Read[]): LibraryFinding[] {
  const links: (readonly [number, number])[] = [];
  const similarities: number[] = [];
  const link = (a: number, b: number, similarity: number) => {
    const asked = questionSimilarity(read[a]!.pair, read[b]!.pair);
    if (asked === 0 || differenceOf(read[a]!, read[b]!) !== null) return;
    links.push([a, b]);
    similarities[b] = Math.min(similarities[b] ?? 1, asked, similarity);
  };
  const firsts = new Map<string, number>();
  for (const [i, { said }] of read.entries()) {
    const first = firsts.get(said.plain);
    if (first === undefined) firsts.set(said.plain, i);
    else link(first, i, 1);
  }
  const different = [...firsts.values()];
  const words = different.map((i) => read[i]!.words);
  for (const { a, b, similarity } of similarSets(words, SAME_ANSWER, MOST_LINKS))
    link(different[a]!, different[b]!, similarity);
  return groupsOf(read.length, links).map((group) => {
    const similarity = Math.min(...group.map((i) => similarities[i] ?? 1));
    const reason =
      similarity === 1
        ? 'The same question has the same answer more than once.'
        : 'Nearly the same question has nearly the same answer more than once.';
    return findingOf(
      'duplicate',
      reason,
      similarity,
      group.map((i) => read[i]!.pair),
    );
  });
}

/** Yes against no, and different values of one measure: one finding for all that state it. */
function statementsThatDiffer(read: Read[]): LibraryFinding[] {
  const stated = new Map<string, Map<string | number, { shown: string; by: Read[] }>>();
  const state = (what: string, value: string | number, shown: string, by: Read) => {
    const values = stated.get(what) ?? new Map();
    stated.set(what, values);
    const known = values.get(value);
    if (known) known.by.push(by);
    else values.set(value, { shown, by: [by] });
  };
  for (const one of read) {
    if (one.opening) state('', one.opening, one.opening, one);
    for (const [measure, { value, shown }] of one.facts) state(measure, value, shown, one);
  }
  return [...stated].flatMap(([measure, values]) => {
    const [first, second] = [...values.values()].map(({ by }) => by[0]!.pair);
    if (!first || !second) return [];
    const list = [...values.values()].map(({ shown, by }) => `${shown} (${by.length})`).join(', ');
    const reason =
      measure === ''
        ? `The same question is answered with ${list}.`
        : `The answers state different values for the ${measure}: ${list}.`;
    // Some of each, so that both sides are shown.
    const sides = [...values.values()].map(({ by }) => by);
    const longest = Math.max(...sides.map((side) => side.length));
    const mixed = Array.from({ length: longest }, (_, i) => sides.flatMap((side) => side[i]?.pair ?? []));
    return [findingOf('contradiction', reason, questionSimilarity(first, second) || ALIKE, mixed.flat())];
  });
}

/** Answers that are alike but for a number, a name or a denial. */
function textsThatDiffer(read: Read[]): LibraryFinding[] {
  const masked = read.map(
    ({ said, words }) =>
      new Set([...words].filter((word) => !said.numbers.has(word) && !said.names.has(word))),
  );
  return similarSets(masked, ALIKE, MOST_LINKS).flatMap(({ a, b }) => {
    const [one, other] = [read[a]!, read[b]!];
    const asked = questionSimilarity(one.pair, other.pair);
    const byStatement =
      one.opening !== other.opening || [...one.facts.keys()].some((key) => other.facts.has(key));
    const difference = asked === 0 || byStatement ? null : differenceOf(one, other);
    if (difference === null) return [];
    const reason = `The same question has answers that differ: ${difference}.`;
    return [findingOf('contradiction', reason, asked, [one.pair, other.pair])];
  });
}
