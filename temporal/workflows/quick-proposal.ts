import { setHandler, sleep } from '@temporalio/workflow';
import { draftAll, giveUp, lasting, model, type RunInput, SETTLE, showing, steps, wake } from './run.js';

/** Drafts one proposal. The state lives in PostgreSQL: each step looks there first, and does nothing twice. */
export async function quickProposal({ run, searchAttributes }: RunInput): Promise<void> {
  let woken = false;
  setHandler(wake, () => {
    woken = true;
  });
  const show = showing(searchAttributes);
  const draft = (sectionId: string) => model.draftSection(run, sectionId);
  const fail = (sectionId: string, message: string) => lasting.failSection(run, sectionId, message);

  try {
    show('ANALYZING');
    await model.readRequirements(run);

    show('ROUTING');
    await model.outlineProposal(run);

    do {
      woken = false;
      show('GENERATING');
      const { sectionIds, summaryIds, concurrency } = await steps.pendingSections(run);
      await draftAll(sectionIds, concurrency, draft, fail);
      // The summary is drawn from the sections.
      await draftAll(summaryIds, concurrency, draft, fail);

      show('REVIEWING');
      await model.reviewProposal(run);

      show('FORMATTING');
      const { outdated } = await steps.writeProposal(run);
      woken ||= outdated;
      if (woken) await sleep(SETTLE);
    } while (woken);
    show('READY');
  } catch (error) {
    await giveUp(run, error, show);
  }
}
