import type { Ingestion } from '../../generated/client/client.js';
import { progressOf as progressOfRun, type Position as RunPosition } from '../runs/index.js';
import type { Progress } from './events.js';
import { knowledgeIngestion } from './ingestion/ingestion-kind.js';

type Position = RunPosition & Pick<Ingestion, 'pagesRead' | 'passagesTotal' | 'passagesStored'>;

/** How far an ingestion is, or was when it failed, as a person is shown it. */
export function progressOf(ingestion: Position): Progress {
  const { pagesRead: pages, passagesStored: passages, passagesTotal } = ingestion;
  const share = passagesTotal ? (passages ?? 0) / passagesTotal : 0;
  const { percent, label } = progressOfRun(knowledgeIngestion, ingestion, share);
  return { percent, label, pages, passages, passagesTotal };
}

/** Of what was stored at once, without a run. */
export const DONE: Progress = {
  percent: 100,
  label: knowledgeIngestion.states.READY.label,
  pages: null,
  passages: null,
  passagesTotal: null,
};
