import { wordsOf } from '../../../knowledge/index.js';
import { isFollowUp, isGeneric, namingWords, stemOf } from './follow-up.js';
import type { RewriteQuestionInput, Standalone } from './types.js';

const MOST_CARRIED = 6;

/** Where a question names one of these, the others of its group were meant before, and are not meant now. */
const CONTRASTS = [
  ['rest', 'transit', 'motion', 'use'],
  ['inbound', 'outbound'],
  ['internal', 'external'],
  ['production', 'staging', 'test', 'development'],
  ['minimum', 'maximum'],
  ['annual', 'annually', 'monthly', 'weekly', 'daily', 'quarterly'],
];

/**
 * Makes a follow-up question stand by itself: the words that name what the question before was about are added to
 * it in brackets. "Who approves it?" after one on the change process becomes "Who approves it (change process)?"; its
 * own words stay as they are, and a question that needs nothing stays whole.
 */
export function standaloneByRules({ question, turns }: RewriteQuestionInput): Standalone {
  const previous = turns.at(-1);
  const carried =
    previous && isFollowUp(question) ? carriedFrom(previous.query ?? previous.question, question) : [];
  return completed(question, carried);
}

/** A question with words that it leaves unsaid. */
export function completed(question: string, carried: string[]): Standalone {
  if (carried.length === 0) return { query: question, carried };
  const [, text, ending] = /^([\s\S]*?)([?.!\s]*)$/.exec(question.trim())!;
  return { query: `${text} (${carried.join(' ')})${ending?.trim() || '?'}`, carried };
}

/** What the question before was about, as far as this one does not say it or something else in its place. */
function carriedFrom(previous: string, question: string): string[] {
  const own = new Set(wordsOf(question).map(({ stem }) => stem));
  const replaced = new Set(
    CONTRASTS.filter((group) => group.some((word) => own.has(stemOf(word))))
      .flat()
      .map(stemOf),
  );
  const naming = namingWords(previous).filter(
    (word) => !own.has(stemOf(word)) && !replaced.has(stemOf(word)),
  );
  const telling = naming.filter((word) => !isGeneric(word));
  return (telling.length > 0 ? telling : naming).slice(0, MOST_CARRIED);
}
