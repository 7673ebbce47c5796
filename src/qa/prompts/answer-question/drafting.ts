import type { DraftAnswerInput, DraftedAnswer } from '../../../rfp/index.js';
import { notFound } from './not-found.js';
import type { AnswerQuestionInput, QuestionAnswered } from './types.js';

/** A question asked here, as the drafting of answers to an RFP takes it: the same evidence, the same rules. */
export const draftInputOf = ({ query, passages }: AnswerQuestionInput): DraftAnswerInput => ({
  question: query,
  kind: 'question',
  section: null,
  context: null,
  guidance: null,
  clientName: '',
  industry: null,
  passages,
});

/** A draft as an answer, or "I don't know" where nothing stands behind it. */
export function answeredBy(draft: DraftedAnswer | null, input: AnswerQuestionInput): QuestionAnswered {
  if (draft === null || draft.sources.length === 0) return notFound(input);
  const { text, sources, confidence } = draft;
  return { text, sources, confidence, status: 'ANSWERED' };
}
