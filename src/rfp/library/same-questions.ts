import { sameQuestion, topicStems } from '../../grounding/index.js';
import type { LibraryPair } from './findings.js';
import { groupsOf, similarSets } from './similar-sets.js';

const SAME_FROM = 0.8;
/** Two questions linked by more than this many others of a library are linked often enough. */
const MOST_LINKS = 500_000;

/**
 * Groups the pairs that ask the same or nearly so, directly or by way of others.
 * @returns groups of two and more pairs
 */
export function sameQuestions(pairs: LibraryPair[]): LibraryPair[][] {
  const byText = new Map<string, LibraryPair[]>();
  for (const pair of pairs) {
    const text = pair.question.toLowerCase().replace(/\s+/g, ' ').trim();
    const same = byText.get(text);
    if (same) same.push(pair);
    else byText.set(text, [pair]);
  }
  const texts = [...byText.keys()];
  const links = similarSets(texts.map(topicStems), SAME_FROM, MOST_LINKS)
    .filter(({ a, b }) => sameQuestion(texts[a]!, texts[b]!) !== null)
    .map(({ a, b }) => [a, b] as const);
  const linked = groupsOf(texts.length, links);
  const inGroup = new Set(linked.flat());
  const alone = [...texts.keys()].filter((i) => !inGroup.has(i) && byText.get(texts[i]!)!.length > 1);
  return [...linked, ...alone.map((i) => [i])].map((group) => group.flatMap((i) => byText.get(texts[i]!)!));
}

/** How nearly two pairs ask the same, 0 to 1; 0 where they ask different things. */
export const questionSimilarity = (a: LibraryPair, b: LibraryPair): number =>
  a.question === b.question ? 1 : (sameQuestion(a.question, b.question) ?? 0);
