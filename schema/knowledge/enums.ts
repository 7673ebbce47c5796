import { KnowledgeState } from '../../generated/client/enums.js';
import type { ItemChange } from '../../src/knowledge/index.js';
import { builder } from '../builder.js';

export const KnowledgeStateEnum = builder.enumType(KnowledgeState, {
  name: 'KnowledgeState',
  description:
    'Of the latest ingestion. The version in use before stays in use while another is INGESTING or FAILED.',
});

export const FreshnessEnum = builder.enumType('Freshness', {
  description:
    'With a review date that no review has settled: FRESH before it, NEEDS_REVIEW from then on, STALE when 90 days ' +
    'have passed. Without one: FRESH for 365 days after it was added, replaced or reviewed, then STALE.',
  values: ['FRESH', 'NEEDS_REVIEW', 'STALE'] as const,
});

const CHANGES: readonly ItemChange[] = ['UPDATED', 'REPLACED', 'DELETED', 'RESTORED', 'REFUSED'];

export const KnowledgeChangeEnum = builder.enumType('KnowledgeChange', {
  description: 'REFUSED: the new file could not be read; what it began was taken back.',
  values: CHANGES,
});
