import type { Words } from './index.js';

const ANSWER_ID = { answerId: 'The `id` of the QaAnswer that it is about.' };

export const qa: Words = {
  AnswerStreamEvent: ANSWER_ID,
  QaFeedback: {
    helpful: 'Whether the answer helped.',
    comment: 'What was missing or wrong, where somebody said so.',
    by: 'Who said so; null where the account is gone.',
    at: 'When it was said.',
  },
  QaFailure: {
    code: 'What kind of failure it is, for programs.',
    message: 'What was wrong, to be shown as it is.',
  },
  QaAnswer: {
    status: 'Whether it is written, and whether there was anything to answer from.',
    searched: 'What was looked at in the knowledge base.',
    conversation: 'The conversation that it was asked in.',
    createdAt: 'When the question was asked.',
    answeredAt: 'When the answer was there; null until then.',
  },
  Conversation: {
    createdBy: 'Who began it; null where the account is gone.',
    createdAt: 'When it was begun.',
  },
  AskQuestionPayload: { answer: 'The answer; null where nothing was asked.' },
  AddQaAnswerToLibraryPayload: { answer: 'The answer that the pair was made of; null where none was made.' },
  StartAnswerPayload: { answer: 'The answer that is being written; null where nothing was asked.' },
  RateAnswerPayload: { answer: 'The answer with its rating; null where it was not rated.' },
  RenameConversationPayload: {
    conversation: 'The conversation after the change; null where nothing was changed.',
  },
  AnswerStarted: ANSWER_ID,
  AnswerDelta: ANSWER_ID,
  AnswerReset: ANSWER_ID,
  AnswerCompleted: ANSWER_ID,
  AnswerFailed: { ...ANSWER_ID, failure: 'Why it failed.' },
};
