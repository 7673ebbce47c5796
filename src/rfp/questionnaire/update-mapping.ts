import type { App } from '../../app-types.js';
import { changesOf, recordAudit } from '../../audit/index.js';
import type { FormSheet, Region } from '../../formats/index.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { conflict, invalidInput } from '../../platform/errors.js';
import { wakeSoon } from '../../runs/index.js';
import { loadDocument } from '../source-store.js';
import { hasReached, storyState } from '../states.js';
import { checkCount } from '../steps/count-questions.js';
import { changeWorkflow, runOf } from '../workflow.js';
import { type RegionInput, regionsOf } from './check-regions.js';
import { checkMapping, findQuestionnaire } from './find-questionnaire.js';
import { questionsOfForm } from './questions-of-form.js';
import { readForm } from './read-form.js';
import { replaceQuestions } from './replace-questions.js';

export interface UpdateMappingInput {
  /** The readable id of the workflow. */
  workflowId: string;
  regions: readonly RegionInput[];
  /** The version of the mapping that was corrected. */
  expectedVersion: number | null;
  /** Questions that go may take answers with them that people wrote. */
  dropAnswers: boolean;
}

/**
 * Says anew where a form asks and where answers go. Questions that stay keep their answers; new ones are drafted. The
 * mapping is PROPOSED again.
 * @returns the readable id of the workflow
 * @throws {DomainError} not-found; invalid-input; conflict where people's answers would be lost, or the state forbids it;
 *   StaleVersion
 */
export async function updateMapping(app: App, actor: Actor, input: UpdateMappingInput): Promise<string> {
  requirePermission(actor, 'workflows.run');
  const { workflow, questionnaire, file } = await findQuestionnaire(app, actor, input.workflowId);
  if (questionnaire.format !== 'xlsx')
    throw conflict('The places of a Word form are told by the form itself; there is no mapping to correct.');
  checkMapping(questionnaire, input.expectedVersion);
  const sheets = questionnaire.sheets as unknown as FormSheet[];
  const visible = sheets.filter(({ state }) => state === 'visible').map(({ name }) => name);
  const regions = regionsOf(input.regions, visible);
  const form = await readForm(app, file, regions);
  if (form.questions.length === 0)
    throw invalidInput(
      'These regions ask nothing: no row of them has a text in the column of the questions and a cell for the answer that may be written.',
      ['input', 'regions'],
    );
  checkCount(form.questions.length);
  const asked = workflow.state !== 'CREATED' && hasReached(workflow, 'ROUTING');
  const questions = asked ? questionsOfForm(form, await loadDocument(app, workflow.id)) : [];

  const run = await changeWorkflow(
    app,
    { id: workflow.id, organizationId: actor.organizationId },
    async (tx, now) => {
      const before = await tx.questionnaire.findUniqueOrThrow({ where: { workflowId: now.id } });
      checkMapping(before, input.expectedVersion);
      if (storyState(now) === 'ROUTING' || (!asked && hasReached(now, 'ROUTING')))
        throw conflict('The questions are being routed right now. Change the mapping in a moment.');
      if (now.state === 'SUBMITTED' || now.state === 'CLOSED')
        throw conflict(`The mapping of a workflow that is ${now.state} changes no more.`);
      const version = before.version + 1;
      const after = { regions: regions as unknown as object[], status: 'PROPOSED' as const };
      await tx.questionnaire.update({
        where: { workflowId: now.id },
        data: {
          ...after,
          version,
          sheets: form.sheets as unknown as object[],
          confidence: form.confidence,
          confirmedById: null,
          confirmedAt: null,
        },
      });
      if (asked)
        await replaceQuestions(tx, app, actor, runOf(now), {
          questions,
          dropAnswers: input.dropAnswers,
          version,
        });
      await recordAudit(tx, actor, {
        action: 'mapping.updated',
        subjectType: 'workflow',
        subjectId: now.id,
        details: { version },
        ...changesOf({ regions: before.regions as unknown as Region[] }, { regions }),
      });
      return {
        data: asked ? { answersRevision: { increment: 1 } } : {},
        events: [{ kind: 'mapping-changed', status: 'PROPOSED', version }],
        result: runOf(now),
      };
    },
  );
  await wakeSoon(app, run);
  return input.workflowId;
}
