import type { DraftedSource } from '../../../grounding/index.js';
import type { Hit } from '../../../knowledge/index.js';

export interface AnswerQuestionInput {
  /** Understandable without the questions before it. */
  query: string;
  /** As it was asked, where rules took words over from the question before; else as `query`. */
  question: string;
  /** Those words. */
  carried: string[];
  /** Best first. */
  passages: Hit[];
  /** What is trusted less than this, 0 to 1, is no answer. */
  needsInputBelow: number;
}

export interface QuestionAnswered {
  /** Markdown. A marker [n] refers to the n-th source, from 1. */
  text: string;
  /** Quotes that exist in their passages; empty where nothing was found. */
  sources: DraftedSource[];
  /** 0 to 1; 0 where nothing was found. */
  confidence: number;
  status: 'ANSWERED' | 'NOT_FOUND';
}
