import type { Questionnaire, StoredFile } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import type { Actor } from '../../identity/index.js';
import { conflict, notFound } from '../../platform/errors.js';
import { checkVersion, type ExpectedVersion } from '../../platform/versions.js';
import { WITH_RUN, type Workflow, workflowOf } from '../workflow.js';

/**
 * The form that a workflow answers.
 * @throws {DomainError} not-found for another organization's workflow; conflict for one that came as no form
 */
export async function findQuestionnaire(
  { db }: Pick<App, 'db'>,
  { organizationId }: Actor,
  reference: string,
): Promise<{ workflow: Workflow; questionnaire: Questionnaire; file: StoredFile }> {
  const found = await db.workflow.findFirst({
    where: { run: { reference }, organizationId },
    include: { ...WITH_RUN, rfp: { include: { file: true, questionnaire: true } } },
  });
  if (!found) throw notFound(`Workflow ${reference}`);
  const { rfp, ...row } = found;
  if (!rfp?.questionnaire || !rfp.file)
    throw conflict(
      `${reference} did not come as a form. Only workbooks, and Word documents with places to fill in, go back as they came.`,
    );
  return { workflow: workflowOf(row) as Workflow, questionnaire: rfp.questionnaire, file: rfp.file };
}

/** @throws {StaleVersion} where the mapping is another one by now */
export const checkMapping = ({ workflowId: id, version }: Questionnaire, expected: ExpectedVersion): void =>
  checkVersion('The mapping', { id, version }, expected);
