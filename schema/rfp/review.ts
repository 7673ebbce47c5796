import { builder } from '../builder.js';
import { QualityEnum } from './enums.js';

const ReviewIssue = builder.prismaObject('ReviewIssue', {
  description: 'Something about an answer that a person should look at.',
  select: { id: true },
  fields: (t) => ({
    code: t.exposeString('code'),
    severity: t.expose('severity', { type: QualityEnum }),
    message: t.exposeString('message'),
    question: t.relation('question', { nullable: true }),
    section: t.relation('section', { nullable: true, description: 'Quick proposals: the section at fault.' }),
  }),
});

export const ReviewResult = builder.prismaObject('Review', {
  name: 'ReviewResult',
  description: 'What the review of a response found.',
  select: { workflowId: true },
  fields: (t) => ({
    overallQuality: t.expose('overallQuality', { type: QualityEnum }),
    completenessScore: t.exposeFloat('completenessScore', {
      description: '0 to 1: the share that is answered.',
    }),
    issuesFound: t.relation('issues', { type: ReviewIssue, query: { orderBy: { position: 'asc' } } }),
    reviewedAt: t.expose('reviewedAt', { type: 'DateTime' }),
  }),
});
