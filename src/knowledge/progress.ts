import type { KnowledgeItem } from '../../generated/client/client.js';
import type { Progress } from './events.js';

// Pure: how far an ingestion is, as a person is shown it.

/** The steps of an ingestion, in order. */
export type Step = 'WAITING' | 'EXTRACTING' | 'CUTTING' | 'STORING' | 'INDEXING' | 'DONE';

/** Reading takes longest by far; how far it is cannot be told. */
const STEPS: Record<Step, { label: string; from: number; to: number }> = {
  WAITING: { label: 'Waiting to start…', from: 0, to: 0 },
  EXTRACTING: { label: 'Reading the document…', from: 5, to: 5 },
  CUTTING: { label: 'Cutting into passages…', from: 50, to: 50 },
  STORING: { label: 'Storing passages…', from: 55, to: 75 },
  INDEXING: { label: 'Making passages searchable…', from: 75, to: 75 },
  DONE: { label: 'Ready', from: 100, to: 100 },
};

type Position = Pick<KnowledgeItem, 'state' | 'step' | 'pagesRead' | 'passagesTotal' | 'passagesStored'>;

/** How far the latest ingestion of an item is, or was when it failed. */
export function progressOf(item: Position): Progress {
  const { label, from, to } = STEPS[item.step as Step];
  const share = item.passagesTotal ? (item.passagesStored ?? 0) / item.passagesTotal : 0;
  return {
    percent: from + (to - from) * share,
    label: item.state === 'FAILED' ? 'Stopped by an error' : label,
    pages: item.pagesRead,
    passages: item.passagesStored,
    passagesTotal: item.passagesTotal,
  };
}
