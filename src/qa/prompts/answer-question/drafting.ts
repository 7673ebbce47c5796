import { foundIn } from '../../../grounding/index.js';
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

/** A draft as an answer, or "I don't know" where nothing of ours stands behind it, or it is not trusted. */
export function answeredBy(draft: DraftedAnswer, input: AnswerQuestionInput): QuestionAnswered {
  const { text, sources, confidence } = draft;
  if (sources.length === 0 || confidence < input.needsInputBelow) return notFound(input, foundIn(text));
  return { text, sources, confidence, status: 'ANSWERED' };
}
