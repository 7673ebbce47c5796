import { malformed, type Task } from '../../../ai/index.js';
import { INSTRUCTIONS, rewriteQuestionPrompt } from './prompt.js';
import { standaloneByRules } from './rules.js';
import { type RewriteQuestionReply, rewriteQuestionReply } from './schema.js';
import type { RewriteQuestionInput, Standalone } from './types.js';

export { namingWords, stemOf } from './follow-up.js';
export { withoutIdleWords } from './idle-words.js';
export type { RewriteQuestionInput, Standalone, Turn } from './types.js';

const LONGEST = 4000;

/** Makes a question of a conversation understandable without those before it. */
export const rewriteQuestion: Task<RewriteQuestionInput, RewriteQuestionReply, Standalone> = {
  name: 'rewrite-question',
  model: 'CHAT',
  schemaName: 'rewrite_question',
  schema: rewriteQuestionReply,
  maxOutputTokens: 2000,
  description: 'Makes a question of a conversation understandable without those before it.',
  material: 'The last turns of the conversation and the question.',
  instructions: INSTRUCTIONS,
  prompt: rewriteQuestionPrompt,
  accept: ({ question }) => {
    const query = question.trim();
    if (query === '' || query.length > LONGEST) throw malformed('holds no question, or a far too long one.');
    return { query, carried: [] };
  },
  rules: standaloneByRules,
};
