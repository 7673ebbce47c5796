import { GENERIC_STEMS, topicWords, type Word, wordsOf } from '../../../knowledge/index.js';

/** Words that ask how much or how often, rather than name a thing. */
const MEASURES = new Set('long often quickly fast soon old many much far frequently exactly'.split(' '));

const CONNECTOR = /^(?:(?:and|but|or|so|also|then|ok|okay|plus)\b[\s,]*)+/i;
const WHAT_ABOUT = /^(?:(?:what|how) (?:about|of)|same (?:for|with|question)|likewise)\b/i;
const PREPOSITION =
  /^(?:for|in|at|on|with|to|from|of|by|during|after|before|within|under|outside|inside|without)\b/i;
const QUESTION_WORD = /^(?:who|whom|whose|where|when|why|how|which)\b/i;
/** Addresses the one who answers: "What is your SLA?" needs nothing from before. */
const ADDRESSES = /\b(?:you|your|yours|we|our|us)\b/i;
const SHORT_ASKING = /^(?:how|why|since|until|by|who|which|what|when|where)\b/i;

const PRONOUN = /^(?:it|its|they|them|their|theirs|these|those|this|he|she|him|her|such|same)$/;
/** "that" and "there" point back only in some places. */
const BEFORE_THAT =
  /^(?:is|are|was|were|does|do|did|has|have|can|will|of|for|with|about|on|in|to|by|from|how|why|after|before|than)$/;
const BE = /^(?:is|are|was|were|be)$/;

/** The words of a question that name what it is about, each once. */
export function namingWords(question: string): string[] {
  const named = topicWords(question).filter((word) => !MEASURES.has(word) && wordsOf(word).length > 0);
  return [...new Map(named.map((word) => [stemOf(word), word])).values()];
}

export const stemOf = (word: string): string => wordsOf(word)[0]?.stem ?? word;
export const isGeneric = (word: string): boolean => GENERIC_STEMS.has(stemOf(word));

/**
 * Whether a question cannot be understood without the one before it: it points back ("Who approves it?"), or
 * leaves out what it is about ("And for backups?", "How long?").
 */
export function isFollowUp(question: string): boolean {
  const trimmed = question.trim();
  const bare = trimmed.replace(CONNECTOR, '');
  const words = wordsOf(bare);
  const naming = namingWords(bare).filter((word) => !isGeneric(word));
  if (WHAT_ABOUT.test(bare)) return true;
  if (words.length <= 2 || (words.length === 3 && SHORT_ASKING.test(bare) && naming.length <= 1))
    return !ADDRESSES.test(bare);
  if (PREPOSITION.test(bare) && (bare !== trimmed || words.length <= 5) && !hasVerb(words)) return true;
  if (pointsBack(words)) return true;
  return QUESTION_WORD.test(bare) && !ADDRESSES.test(bare) && naming.length <= 1;
}

const hasVerb = (words: Word[]) =>
  words.some(({ word }) =>
    /^(?:is|are|was|were|do|does|did|can|could|will|would|has|have|must|shall)$/.test(word),
  );

/** Whether a pronoun stands where the question itself has not yet named what it could mean. */
function pointsBack(words: Word[]): boolean {
  const named = new Set(
    namingWords(words.map(({ word }) => word).join(' ')).filter((word) => !isGeneric(word)),
  );
  let namedBefore = 0;
  for (const [i, { word }] of words.entries()) {
    if (named.has(word)) namedBefore++;
    else if (isPronoun(words, i) && (namedBefore <= 1 || named.size <= 2)) return true;
  }
  return false;
}

function isPronoun(words: Word[], i: number): boolean {
  const { word } = words[i]!;
  const before = words[i - 1]?.word ?? '';
  const after = words[i + 1]?.word ?? '';
  // "Is it possible to …", "Is there a …" point nowhere.
  if (word === 'it') return !/^(?:possible|true|necessary|required|mandatory|permitted)$/.test(after);
  if (word === 'that') return BEFORE_THAT.test(before);
  if (word === 'there') return !BE.test(before) && !BE.test(after);
  return PRONOUN.test(word);
}
