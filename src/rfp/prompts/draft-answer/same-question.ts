import { topicWords, wordsOf } from '../../../knowledge/index.js';

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

/**
 * How nearly two texts ask the same thing: the Dice coefficient of their topic words, 0.8 to 1, or null where they
 * do not. Two questions in which a word stands for another ("at rest", "in transit") are different questions, however
 * long they are; so are those with different numbers, or of which one is negated.
 */
export function sameQuestion(asked: string, stored: string): number | null {
  const [a, b] = [stemsOf(asked), stemsOf(stored)];
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

const word = ({ word }: { word: string }) => word;
const stemsOf = (text: string) => new Set(wordsOf(topicWords(text).join(' ')).map(({ stem }) => stem));
