import { GENERIC_STEMS, GENERIC_WEIGHT, topicWords, wordsOf } from '../knowledge/index.js';
import { saidIn } from './said.js';

/** Words that turn a question into another one although all else is the same. */
const TURNING = [
  ['not', 'no', 'never', 'without', 'except', 'exclude', 'excluding'],
  ['enable', 'enabled', 'enabling'],
  ['disable', 'disabled', 'disabling'],
  ['before'],
  ['after'],
  ['minimum'],
  ['maximum'],
  ['inbound'],
  ['outbound'],
  ['when'],
  ['why'],
  ['who'],
  ['where'],
] as const;

const SAME_FROM = 0.8;
/** One more word that says something makes another question of all but long ones. */
const NEARLY_EXACT_FROM = 0.9;

/**
 * How nearly two texts ask the same thing: the Dice coefficient of their topic words, 0.8 to 1, or null where they
 * do not. Two questions in which a word stands for another ("at rest", "in transit") are different questions, however
 * long they are; so are those with different numbers, or of which one is negated.
 */
export function sameQuestion(asked: string, stored: string): number | null {
  const [a, b] = [topicStems(asked), topicStems(stored)];
  if (a.size === 0 || b.size === 0) return null;
  const common = [...a].filter((stem) => b.has(stem)).length;
  const similarity = (2 * common) / (a.size + b.size);
  const substituted = common < a.size && common < b.size;
  if (similarity < SAME_FROM || substituted) return null;
  const [wordsA, wordsB] = [new Set(wordsOf(asked).map(word)), new Set(wordsOf(stored).map(word))];
  const turned = TURNING.some(
    (group) => group.some((w) => wordsA.has(w)) !== group.some((w) => wordsB.has(w)),
  );
  const numbers = [wordsA, wordsB].map((words) =>
    [...words]
      .filter((w) => /\d/.test(w))
      .sort()
      .join(' '),
  );
  return turned || numbers[0] !== numbers[1] ? null : similarity;
}

/**
 * Whether two texts ask so nearly the same that the answer to one may stand as the answer to the other, unread: the
 * same question by `sameQuestion`, with no word more on either side than those that say little ("system", "solution"),
 * and with no name that the other does not have.
 *
 * @returns the Dice coefficient with the words weighted, 0.9 to 1, or null
 */
export function nearlyExactQuestion(asked: string, stored: string): number | null {
  if (sameQuestion(asked, stored) === null) return null;
  const [a, b] = [topicStems(asked), topicStems(stored)];
  const common = weightOf([...a].filter((stem) => b.has(stem)));
  const similarity = (2 * common) / (weightOf([...a]) + weightOf([...b]));
  const [saidA, saidB] = [saidIn(asked), saidIn(stored)];
  const named =
    [...saidA.names.keys()].every((name) => saidB.weights.has(name)) &&
    [...saidB.names.keys()].every((name) => saidA.weights.has(name));
  return named && similarity >= NEARLY_EXACT_FROM ? similarity : null;
}

const weightOf = (stems: string[]) =>
  stems.reduce((sum, stem) => sum + (GENERIC_STEMS.has(stem) ? GENERIC_WEIGHT : 1), 0);
const word = ({ word }: { word: string }) => word;
/** Stems of what a question asks about. */
export const topicStems = (text: string): Set<string> =>
  new Set(wordsOf(topicWords(text).join(' ')).map(({ stem }) => stem));
