import { AnswerStatus, Quality, QuestionKind } from '../../generated/client/enums.js';
import { WORKFLOW_KINDS, WORKFLOW_STATES } from '../../src/rfp/index.js';
import { builder } from '../builder.js';

export const WorkflowKindEnum = builder.enumType('WorkflowKind', {
  values: WORKFLOW_KINDS,
  description: 'What a workflow produces.',
});
export const WorkflowStateEnum = builder.enumType('WorkflowState', {
  values: WORKFLOW_STATES,
  description: 'Where a workflow is on its way from the upload to the closed deal.',
});
export const QuestionKindEnum = builder.enumType(QuestionKind, {
  name: 'QuestionKind',
  description: 'Whether a document asks something or demands it.',
});
export const AnswerStatusEnum = builder.enumType(AnswerStatus, {
  name: 'AnswerStatus',
  description: 'What the answer is made of, and whether somebody has approved it.',
});
export const QualityEnum = builder.enumType(Quality, {
  name: 'Quality',
  description: 'What the review thinks of a response as a whole.',
});
