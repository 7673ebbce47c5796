import { acceptDraft } from '../../../rfp/index.js';
import { answeredBy, draftInputOf } from './drafting.js';
import { notFound } from './not-found.js';
import type { AnswerQuestionReply } from './schema.js';
import type { AnswerQuestionInput, QuestionAnswered } from './types.js';

/** What a model answers by half it says to be so; below this its quotes prove next to nothing. */
const LEAST = 0.07;

/**
 * Takes a model's answer as far as its quotes exist: one that is in none of the passages is dropped with its marker.
 * Without any quote left nothing of it is shown, whatever it claims.
 */
export function acceptAnswer(reply: AnswerQuestionReply, input: AnswerQuestionInput): QuestionAnswered {
  const { quotes, answered, answer } = reply;
  if (answered === 'none' || answer.trim() === '') return notFound(input);
  const draft = acceptDraft({ answer, quotes, sufficient: answered === 'all' }, draftInputOf(input));
  return answeredBy(draft, input, Math.min(input.needsInputBelow, LEAST));
}
