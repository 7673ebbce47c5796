import { giveUp, lasting, type RunInput, reading, showing } from './run.js';

/** Ingests one version of a knowledge item. The state lives in PostgreSQL: each step looks there first. */
export async function knowledgeIngestion({ run, searchAttributes }: RunInput): Promise<void> {
  const show = showing(searchAttributes);
  try {
    await reading.extractKnowledge(run);
    await reading.cutKnowledge(run);
    await reading.finishKnowledge(run);
    show('READY');
  } catch (error) {
    // Histories of the first version know it by this name.
    await giveUp(run, error, show, lasting.failKnowledge);
  }
}
