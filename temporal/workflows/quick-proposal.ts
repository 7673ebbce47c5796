import { draftAll, giveUp, lasting, model, type RunInput, showing, steps, takingRounds } from './run.js';

/** Drafts one proposal. The state lives in PostgreSQL: each step looks there first, and does nothing twice. */
export async function quickProposal({ run, searchAttributes }: RunInput): Promise<void> {
  const inRounds = takingRounds();
  const show = showing(searchAttributes);
  const draft = (sectionId: string) => model.draftSection(run, sectionId);
  const fail = (sectionId: string, message: string) => lasting.failSection(run, sectionId, message);

  try {
    show('ANALYZING');
    await model.readRequirements(run);

    show('ROUTING');
    await model.outlineProposal(run);

    await inRounds(async () => {
      show('GENERATING');
      const { sectionIds, summaryIds, concurrency } = await steps.pendingSections(run);
      await draftAll(sectionIds, concurrency, draft, fail);
      // The summary is drawn from the sections.
      await draftAll(summaryIds, concurrency, draft, fail);

      show('REVIEWING');
      await model.reviewProposal(run);

      show('FORMATTING');
      return steps.writeProposal(run);
    });
    show('READY');
  } catch (error) {
    await giveUp(run, error, show);
  }
}
