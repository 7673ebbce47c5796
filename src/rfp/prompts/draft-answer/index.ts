import type { Task } from '../../../ai/index.js';
import { acceptDraft } from './accept.js';
import { draftAnswerPrompt, INSTRUCTIONS } from './prompt.js';
import { draftByRules } from './rules.js';
import { type DraftAnswerReply, draftAnswerReply } from './schema.js';
import type { DraftAnswerInput, DraftedAnswer } from './types.js';

export { followDraft } from './follow-draft.js';
export { answerFromLibrary } from './library-match.js';
export { partsOf } from './topic.js';
export type { DraftAnswerInput, DraftedAnswer } from './types.js';

/** Drafts the answer to one question from passages of the knowledge base. */
export const draftAnswer: Task<DraftAnswerInput, DraftAnswerReply, DraftedAnswer> = {
  name: 'draft-answer',
  model: 'DRAFTING',
  schemaName: 'draft_answer',
  schema: draftAnswerReply,
  maxOutputTokens: 4000,
  description: 'Drafts the answer to one question of an RFP, with quotes for what it states.',
  material:
    'The question, where it stands, client and industry, numbered passages of the knowledge base, and what a reviewer asks of a new draft.',
  instructions: INSTRUCTIONS,
  prompt: draftAnswerPrompt,
  accept: acceptDraft,
  rules: draftByRules,
};
