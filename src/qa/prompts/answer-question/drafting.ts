import { foundIn, missingPart, saysContradictory } from '../../../grounding/index.js';
import type { DraftAnswerInput, DraftedAnswer } from '../../../rfp/index.js';
import { notFound } from './not-found.js';
import type { AnswerQuestionInput, QuestionAnswered } from './types.js';

/** A question asked here, as the drafting of answers to an RFP takes it: the same evidence, the same rules. */
export const draftInputOf = ({
  query,
  passages,
  needsInputBelow,
}: AnswerQuestionInput): DraftAnswerInput => ({
  question: query,
  kind: 'question',
  section: null,
  context: null,
  guidance: null,
  clientName: '',
  industry: null,
  passages,
  needsInputBelow,
});

/**
 * A draft as an answer, or "I don't know" where nothing of ours stands behind it, or it is not trusted. What says itself
 * that sources differ, or that a part is missing, is an answer.
 * @param below what is trusted less is not given
 */
export function answeredBy(
  draft: DraftedAnswer,
  input: AnswerQuestionInput,
  below = input.needsInputBelow,
): QuestionAnswered {
  const { text, sources, confidence } = draft;
  const saysWhatItLacks = saysContradictory(text) || missingPart(text) !== null;
  if (sources.length === 0 || (confidence < below && !saysWhatItLacks)) return notFound(input, foundIn(text));
  return { text, sources, confidence, status: 'ANSWERED' };
}
