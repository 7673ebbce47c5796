import { KnowledgeState, Speaker, Stance } from '../../generated/client/enums.js';
import type { ItemChange } from '../../src/knowledge/index.js';
import { builder } from '../builder.js';
import { enumOf } from '../kit/enum-of.js';

export const KnowledgeStateEnum = builder.enumType(KnowledgeState, {
  name: 'KnowledgeState',
  description:
    'Of the latest ingestion. The version in use before stays in use while another is INGESTING or FAILED.',
});

export const SpeakerEnum = builder.enumType(Speaker, {
  name: 'Speaker',
  description:
    'Whose words a passage is: ours; those of a buyer who asks, as in an old RFP; a fact about another party; or a form ' +
    'that is still to be filled in. Only US is evidence in answers.',
});

export const StanceEnum = builder.enumType(Stance, {
  name: 'Stance',
  description:
    'How the statements of a passage stand, in sum. Only ASSERTED and NEGATED are evidence in answers: what is planned, ' +
    'holds on conditions, asks, or holds a placeholder is found, and never an answer.',
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

export type KnowledgeItemKind = 'document' | 'qa_pair' | 'text';

export const KnowledgeItemKindEnum = enumOf<KnowledgeItemKind>('KnowledgeItemKind', 'What an item is.', {
  document: 'A file that was uploaded.',
  qa_pair: 'A question with its answer: an entry of the answer library.',
  text: 'A text that somebody wrote here.',
});
