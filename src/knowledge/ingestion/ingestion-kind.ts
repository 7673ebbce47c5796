import type { KnowledgeState } from '../../../generated/client/enums.js';
import { defineKind, type Kind, type LifeChange, type Stopped } from '../../runs/index.js';
import { type ItemDecision, lockItem, writeItem } from '../change-item.js';
import type { KnowledgeChange } from '../events.js';

/** The way of an ingestion that meets no trouble. */
export type IngestionState = 'CREATED' | 'EXTRACTING' | 'CUTTING' | 'STORING' | 'INDEXING' | 'READY';

export type IngestionChange =
  | LifeChange<IngestionState>
  | Extract<KnowledgeChange, { kind: 'progress' | 'changed' }>;

declare module '../../runs/kind.js' {
  interface RunKinds {
    KNOWLEDGE_INGESTION: Kind<IngestionState, never, IngestionChange>;
  }
}

export const knowledgeIngestion = defineKind<IngestionState, never, IngestionChange>({
  // Reading takes longest by far; how far it is cannot be told.
  states: {
    CREATED: { step: 0, label: 'Waiting to start…', percent: 0 },
    EXTRACTING: { step: 1, label: 'Reading the document…', percent: 5 },
    CUTTING: { step: 2, label: 'Cutting into passages…', percent: 50 },
    STORING: { step: 3, label: 'Storing passages…', percent: 55, upTo: 75 },
    INDEXING: { step: 4, label: 'Making passages searchable…', percent: 75 },
    READY: { step: 4, label: 'Ready', percent: 100 },
  },
  active: ['CREATED', 'EXTRACTING', 'CUTTING', 'STORING', 'INDEXING'],
  settled: 'READY',
  // What may be done, may be done with the item.
  actions: {},
  view: 'knowledge.view',
  node: 'KnowledgeItem',
  durable: { workflow: 'knowledgeIngestion', summary: 'Ingestion' },
  // Whoever follows the item follows its ingestion: they have one id, and one sequence of events.
  async announce(tx, { id, organizationId }, changes, at) {
    const item = await lockItem(tx, { id, organizationId, deleted: true });
    if (changes.some(({ kind }) => kind === 'workflow-failed'))
      await tx.stagedPassage.deleteMany({ where: { itemId: id } });
    await writeItem(tx, item, told(changes), at);
  },
});

/** What changes of an ingestion are to whoever looks at the item. */
function told(changes: readonly IngestionChange[]): Omit<ItemDecision<never>, 'result'> {
  const events: KnowledgeChange[] = [];
  let state: KnowledgeState | undefined;
  for (const change of changes)
    if (change.kind === 'state-changed') state = itemState(change.to);
    else if (change.kind === 'workflow-failed') events.push({ ...change, kind: 'failed' });
    else events.push(change);
  return { data: state ? { state } : {}, events };
}

const itemState = (state: IngestionState | Stopped): KnowledgeState =>
  state === 'READY' ? 'READY' : state === 'ERROR' ? 'FAILED' : 'INGESTING';
