export {
  approveAnswers,
  type BulkAnswersInput,
  MOST_ANSWERS,
  regenerateAnswers,
} from './bulk-answers.js';
export {
  type RegenerateAnswerInput,
  regenerateAnswer,
  type UpdateAnswerInput,
  updateAnswer,
} from './change-answer.js';
export type { AnswerOutcome } from './change-answers.js';
export { type DocumentBlock, documentBlocksOf } from './document-blocks.js';
export { createDraftFeeds, type DraftFeeds } from './drafts/draft-feeds.js';
export { DraftWriter } from './drafts/draft-writer.js';
export { followDrafts } from './drafts/follow-drafts.js';
export type { AnswerDelta } from './drafts/shown-answers.js';
export { removeLeftDrafts } from './drafts/sweep-drafts.js';
export { draftedFrom, findEvidence, knownAnswer, LIBRARY } from './evidence.js';
export { labelByRules, splitUnits } from './extraction/index.js';
export { followWorkflow } from './follow-workflow.js';
export { type AddAnswerFromInput, addAnswerToLibrary } from './library/add-answer.js';
export { dismissLibraryFinding } from './library/dismiss-finding.js';
export { findingsIn, libraryFindings } from './library/find-findings.js';
export type { FindingKind, LibraryFinding, LibraryPair } from './library/findings.js';
export { type MergePairsInput, mergeLibraryPairs } from './library/merge-pairs.js';
export { acceptDraft } from './prompts/draft-answer/accept.js';
export {
  answerFromLibrary,
  type DraftAnswerInput,
  type DraftedAnswer,
  draftAnswer as draftAnswerTask,
} from './prompts/draft-answer/index.js';
export { draftByRules } from './prompts/draft-answer/rules.js';
export { followAnswer } from './prompts/follow-answer.js';
export { rfpTasks } from './prompts/index.js';
export { askedByReviewer, EVIDENCE_RULE, quotedPassages } from './prompts/material.js';
export { ROUTES, type Route, routeQuestions } from './prompts/route-question/index.js';
export type { RegionInput } from './questionnaire/check-regions.js';
export { type ConfirmMappingInput, confirmMapping } from './questionnaire/confirm-mapping.js';
export type { FormCells } from './questionnaire/form-cells.js';
export type { Report, ReportLine } from './questionnaire/report.js';
export { returnedForm } from './questionnaire/return-form.js';
export { type UpdateMappingInput, updateMapping } from './questionnaire/update-mapping.js';
export { readAnchors } from './response/anchors.js';
export type { SavedDocument } from './response/change-document.js';
export { type CreateDocumentInput, createDocument } from './response/create-document.js';
export { documentFile, type FileOfDocument, formatOf, MEDIA_TYPES } from './response/document-file.js';
export { responseFile } from './response/response-file.js';
export { type RestoreDocumentInput, restoreDocument } from './response/restore-document.js';
export { type SaveDocumentInput, saveDocument } from './response/save-document.js';
export { type RfpChange, rfpResponse } from './rfp-kind.js';
export { rfpSources } from './rfp-sources.js';
export {
  ACTIONS,
  ACTIVE_STATES,
  hasReached,
  PROGRESS_STEPS,
  type StoryState,
  statesCalled,
  storyState,
  WORKFLOW_KINDS,
  WORKFLOW_STATES,
  type WorkflowAction,
  type WorkflowChange,
  type WorkflowKind,
  type WorkflowState,
} from './states.js';
export { commitQuestions } from './steps/commit-questions.js';
export { draftAnswer, failAnswer, pendingAnswers } from './steps/draft-answer.js';
export { extractText } from './steps/extract.js';
export { labelWindow } from './steps/label-window.js';
export { beginReview, commitReview, reviewWindow } from './steps/review-answers.js';
export { commitRoutes, ROUTE_BATCH, routeBatch } from './steps/route-questions.js';
export { writeOutput } from './steps/write-output.js';
export { storeReview } from './store-review.js';
export { createRfpWorkflow, RFP_FORMATS, type UploadRfpInput, uploadRfp } from './upload-rfp.js';
export {
  changeWorkflow,
  commitWorkflowStep,
  findWorkflow,
  insertWorkflow,
  loadRun,
  runOf,
  WITH_RUN,
  type Workflow,
  workflowOf,
} from './workflow.js';
export { cancelWorkflow, closeWorkflow, retryWorkflow, submitWorkflow } from './workflow-actions.js';
export type { WorkflowEvent } from './workflow-events.js';
export { workflowOfKind } from './workflow-kind.js';
