import type { KnowledgeState } from '../../generated/client/enums.js';
import type { Event, RunFailure, Subject } from '../runs/index.js';

/** What a person changed about an item. REFUSED: its file could not be read, and the item is gone. */
export type ItemChange = 'UPDATED' | 'REPLACED' | 'DELETED' | 'RESTORED' | 'REFUSED';

/** One committed change of an item, as it is written. */
export type KnowledgeChange =
  | { kind: 'state-changed'; from: KnowledgeState | null; to: KnowledgeState }
  | ({ kind: 'progress' } & Progress)
  | ({ kind: 'failed' } & RunFailure)
  | { kind: 'changed'; change: ItemChange };

/** How far an ingestion is. */
export interface Progress {
  /** 0 to 100. */
  percent: number;
  /** For people: "Storing passages…". */
  label: string;
  /** Null until the file has been read, and where its format has no pages. */
  pages: number | null;
  /** Passages stored so far; null until the text has been cut. */
  passages: number | null;
  passagesTotal: number | null;
}

/** An event as it is read; `sequence` runs without gaps within the item or the organization, whichever is followed. */
export type KnowledgeEvent = KnowledgeChange & Event;

declare module '../runs/event-types.js' {
  interface OtherSubjects {
    KNOWLEDGE_ITEM: Subject;
  }
}

export const knowledgeItem: Subject = { view: 'knowledge.view', node: 'KnowledgeItem' };
