import type { Task } from '../../../ai/index.js';
import { acceptDraft } from './accept.js';
import { draftAnswerPrompt } from './prompt.js';
import { draftByRules } from './rules.js';
import { type DraftAnswerReply, draftAnswerReply } from './schema.js';
import type { DraftAnswerInput, DraftedAnswer } from './types.js';

export { confidenceOf, type Grounds } from './confidence.js';
export { answerFromLibrary } from './library-match.js';
export { findQuote } from './quotes.js';
export { type SentenceSupport, type Support, supportOf } from './support.js';
export type { DraftAnswerInput, DraftedAnswer, DraftedSource } from './types.js';

/** Drafts the answer to one question from passages of the knowledge base. */
export const draftAnswer: Task<DraftAnswerInput, DraftAnswerReply, DraftedAnswer> = {
  name: 'draft-answer',
  schemaName: 'draft_answer',
  schema: draftAnswerReply,
  maxOutputTokens: 4000,
  prompt: draftAnswerPrompt,
  accept: acceptDraft,
  rules: draftByRules,
};
