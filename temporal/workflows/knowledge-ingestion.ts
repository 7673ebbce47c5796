import type { IngestionRun } from '../../src/platform/durable.js';
import { endFailed, lasting, reading, showing } from './run.js';

export interface KnowledgeIngestionInput {
  run: IngestionRun;
  /** Whether the server knows our search attributes; without them the run works all the same. */
  searchAttributes: boolean;
}

/** Ingests one version of a knowledge item. The state lives in PostgreSQL: each step looks there first. */
export async function knowledgeIngestion({ run, searchAttributes }: KnowledgeIngestionInput): Promise<void> {
  const show = showing(searchAttributes);
  try {
    await reading.extractKnowledge(run);
    await reading.cutKnowledge(run);
    await reading.finishKnowledge(run);
    show('READY');
  } catch (error) {
    await endFailed(error, async (failure) => {
      await lasting.failKnowledge(run, failure);
      show('FAILED');
    });
  }
}
