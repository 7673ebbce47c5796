import { foundIn } from '../../../grounding/index.js';
import { contentStems } from '../../../knowledge/index.js';
import { draftByRules } from '../../../rfp/index.js';
import { namingWords, stemOf } from '../rewrite-question/index.js';
import { answeredBy, draftInputOf } from './drafting.js';
import { notFound } from './not-found.js';
import type { AnswerQuestionInput, QuestionAnswered } from './types.js';

/** The share of a follow-up's own words that the evidence has to speak of. */
const ENOUGH_OWN = 0.5;
/** What a follow-up refers to is guessed by rules, so that its answer is never surer than this. */
const FOLLOW_UP_AT_MOST = 0.5;

/** Answers with sentences quoted from the passages; where the evidence is weak, not at all. */
export function answerByRules(input: AnswerQuestionInput): QuestionAnswered {
  const draft = draftByRules(draftInputOf(input));
  if (draft.lacks === 'EVIDENCE') return notFound(input, foundIn(draft.text));
  if (input.carried.length === 0) return answeredBy(draft, input);
  // The words taken over would else be answered once more, in place of the follow-up.
  const said = draft.sources.map(({ text, title, section }) => `${title} ${section ?? ''} ${text}`);
  const speaks = shareSaid(said.join('\n'), namingWords(input.question)) >= ENOUGH_OWN;
  const confidence = Math.min(draft.confidence, FOLLOW_UP_AT_MOST);
  return speaks ? answeredBy({ ...draft, confidence }, input) : notFound(input);
}

/** The share of the words that a text says in some form; 1 where there are none. */
function shareSaid(text: string, words: string[]): number {
  const stems = contentStems(text);
  return words.length === 0 ? 1 : words.filter((word) => stems.has(stemOf(word))).length / words.length;
}
