import type { Task } from '../../../ai/index.js';
import { acceptAnswer } from './accept.js';
import { answerQuestionPrompt, INSTRUCTIONS } from './prompt.js';
import { answerByRules } from './rules.js';
import { type AnswerQuestionReply, answerQuestionReply } from './schema.js';
import type { AnswerQuestionInput, QuestionAnswered } from './types.js';

export { answeredBy } from './drafting.js';
export { followReply } from './follow-reply.js';
export type { AnswerQuestionInput, QuestionAnswered } from './types.js';

/** Answers a question from passages of the knowledge base, or says that it cannot. */
export const answerQuestion: Task<AnswerQuestionInput, AnswerQuestionReply, QuestionAnswered> = {
  name: 'answer-question',
  model: 'CHAT',
  schemaName: 'answer_question',
  schema: answerQuestionReply,
  maxOutputTokens: 4000,
  description: 'Answers a question that somebody asks of the knowledge base, with quotes for what it states.',
  material: 'The question and numbered passages of the knowledge base.',
  instructions: INSTRUCTIONS,
  prompt: answerQuestionPrompt,
  accept: acceptAnswer,
  rules: answerByRules,
};
