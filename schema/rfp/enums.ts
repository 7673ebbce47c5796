import {
  AnswerStatus,
  Quality,
  QuestionKind,
  WorkflowKind,
  WorkflowState,
} from '../../generated/client/enums.js';
import { builder } from '../builder.js';

export const WorkflowKindEnum = builder.enumType(WorkflowKind, { name: 'WorkflowKind' });
export const WorkflowStateEnum = builder.enumType(WorkflowState, { name: 'WorkflowState' });
export const QuestionKindEnum = builder.enumType(QuestionKind, { name: 'QuestionKind' });
export const AnswerStatusEnum = builder.enumType(AnswerStatus, { name: 'AnswerStatus' });
export const QualityEnum = builder.enumType(Quality, { name: 'Quality' });
