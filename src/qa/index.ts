export { type AddQaAnswerInput, addQaAnswerToLibrary } from './add-to-library.js';
export { askQuestion } from './ask-question.js';
export type { AskQuestionInput } from './begin-answer.js';
export { deleteConversation, renameConversation } from './conversations.js';
export { type AnswerEvent, type AnswerStreamInput, streamAnswer } from './follow-answer.js';
export { failLostAnswers } from './lease.js';
export { LiveAnswers } from './live-answers.js';
export { qaTasks } from './prompts/index.js';
export { type RateAnswerInput, rateAnswer } from './rate-answer.js';
