export { type AnswerSentence, sentencesOfAnswer } from './answer-sentences.js';
export {
  type RegenerateAnswerInput,
  regenerateAnswer,
  type UpdateAnswerInput,
  updateAnswer,
} from './change-answer.js';
export { type CreateDocumentInput, createDocument } from './create-document.js';
export { type DocumentBlock, documentBlocksOf } from './document-blocks.js';
export { engineOf } from './engine.js';
export { createEventFeeds, type EventFeeds } from './event-feeds.js';
export type { WorkflowChange, WorkflowEvent } from './events.js';
export { findOutput } from './find-output.js';
export { followWorkflow } from './follow-workflow.js';
export { type AddAnswerFromInput, addAnswerToLibrary } from './library/add-answer.js';
export { dismissLibraryFinding } from './library/dismiss-finding.js';
export { findingsIn, libraryFindings } from './library/find-findings.js';
export type { FindingKind, LibraryFinding, LibraryPair } from './library/findings.js';
export { type MergePairsInput, mergeLibraryPairs } from './library/merge-pairs.js';
export { contentDisposition } from './output/index.js';
export { acceptDraft } from './prompts/draft-answer/accept.js';
export {
  answerFromLibrary,
  confidenceOf,
  type DraftAnswerInput,
  type DraftedAnswer,
  type DraftedSource,
  findQuote,
  type Grounds,
  type SentenceSupport,
  type Support,
  supportOf,
} from './prompts/draft-answer/index.js';
export { draftByRules } from './prompts/draft-answer/rules.js';
export { RunSuperseded, runOf } from './run.js';
export { type SaveDocumentInput, saveDocument } from './save-document.js';
export { ACTIVE_STATES, hasReached, PROGRESS_STEPS, progressOf, storyState } from './states.js';
export { commitQuestions } from './steps/commit-questions.js';
export { draftAnswer, failAnswer, pendingAnswers } from './steps/draft-answer.js';
export { extractText } from './steps/extract.js';
export { failRun, type RunFailure } from './steps/fail-run.js';
export { labelWindow } from './steps/label-window.js';
export { beginReview, commitReview, reviewWindow } from './steps/review-answers.js';
export { commitRoutes, ROUTE_BATCH, routeBatch } from './steps/route-questions.js';
export { writeOutput } from './steps/write-output.js';
export { startMissingRuns } from './sweep.js';
export { createRfpWorkflow, type UploadRfpInput, uploadRfp } from './upload-rfp.js';
export { cancelWorkflow, closeWorkflow, retryWorkflow, submitWorkflow } from './workflow-actions.js';
