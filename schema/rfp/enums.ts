import { AnswerStatus, Quality, QuestionKind } from '../../generated/client/enums.js';
import { type Route, WORKFLOW_KINDS, WORKFLOW_STATES } from '../../src/rfp/index.js';
import { builder } from '../builder.js';
import { enumOf } from '../kit/enum-of.js';

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
export const QuestionRouteEnum = enumOf<Route>(
  'QuestionRoute',
  'Which of a vendor’s people a question is for.',
  {
    security: 'Security and privacy.',
    technical: 'The product and how it works.',
    pricing: 'Prices and terms of payment.',
    legal: 'Contracts, liability, compliance.',
    company: 'The vendor: history, size, references, staff.',
    delivery: 'Projects, migration, training.',
    support: 'Support and service levels.',
    other: 'None of these.',
  },
);
