import type { DraftedAnswer } from '../../src/rfp/prompts/draft-answer/index.js';
import type { AskedQuestion } from './set.js';

export const OUTCOMES = ['right', 'half', 'wrong', 'refused rightly', 'refused wrongly'] as const;
/** HALF: given as the whole answer, with a part of it. */
export type Outcome = (typeof OUTCOMES)[number];

/** What a wrong answer, also one by half, costs in refusals: whoever sends it does not know. */
export const PRICE_OF_WRONG = 5;

export const isWrong = (outcome: Outcome) => outcome === 'wrong' || outcome === 'half';

/** Whether a text answers the question: it holds every fact, and none of another thing. */
export function answers({ must = [], mustNot = [] }: AskedQuestion, text: string): boolean {
  return (
    must.length > 0 && must.every((fact) => holds(text, fact)) && !mustNot.some((fact) => holds(text, fact))
  );
}

export function outcomeOf(
  asked: AskedQuestion,
  { status, text }: Pick<DraftedAnswer, 'status' | 'text'>,
): Outcome {
  const isGiven = status !== 'NEEDS_INPUT';
  const { expect, must = [], mustNot = [], missing } = asked;
  const holdsAll = must.every((fact) => holds(text, fact));
  switch (expect) {
    case 'none':
      return isGiven ? 'wrong' : 'refused rightly';
    case 'conflict':
      return isGiven ? 'wrong' : holdsAll ? 'right' : 'refused wrongly';
    case 'part': {
      if (isGiven) return holdsAll ? 'half' : 'wrong';
      return holdsAll && holds(saidMissing(text), missing!) ? 'right' : 'refused wrongly';
    }
    case 'answer': {
      if (!isGiven) return 'refused wrongly';
      if (answers(asked, text)) return 'right';
      const isClean = !mustNot.some((fact) => holds(text, fact));
      return isClean && must.some((fact) => holds(text, fact)) ? 'half' : 'wrong';
    }
  }
}

const saidMissing = (text: string) => /Not answered by the knowledge base: (.*)/.exec(text)?.[1] ?? '';

const holds = (text: string, fact: string) => new RegExp(fact, 'i').test(plain(text));

/** The words of an answer as they are read, without markers and Markdown. */
const plain = (text: string) =>
  text
    .replace(/\[\d{1,3}\](?!\()/g, ' ')
    .replace(/\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replace(/\*\*|(?<![\w`])_|_(?![\w`])|^> ?/gm, '')
    .replace(/(?<!\d)\*|\*(?!\w)/g, '')
    .replace(/\\(?=[()*_])/g, '')
    .replace(/\s+/g, ' ');
