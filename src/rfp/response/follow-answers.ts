import type { App } from '../../app-types.js';
import { LONGEST_DOCUMENT, putGeneratedDocument, writeVersion } from '../../documents/index.js';
import type { Tx } from '../../platform/database/db.js';
import { oneLine, type ResponseDocument, responseTitle } from '../../rendering/index.js';
import { changeWorkflow } from '../workflow.js';
import { readAnchors, withAnswers } from './anchors.js';
import { loadResponse } from './load-response.js';
import { hashOf, responseText, sourcesText } from './response-text.js';

/** An answer was changed in the document and elsewhere, and the document does not show the other change yet. */
export class AnswersMoved extends Error {
  override readonly name = 'AnswersMoved';

  /** @param position of the question */
  constructor(readonly position: number) {
    super(`The answer to question ${position} was changed elsewhere.`);
  }
}

/**
 * Brings the answers into the document of their workflow, in the transaction that has its lock. Without a document
 * there is one from now on; one that people edited changes between its anchors only; one that they made themselves
 * does not change. A text that would grow beyond the limit stays as it is.
 * @param response with the answers as they are under the lock
 */
export async function followAnswers(
  tx: Tx,
  owner: { organizationId: string; workflowId: string },
  response: ResponseDocument,
): Promise<void> {
  const before = await tx.document.findUnique({ where: { workflowId: owner.workflowId } });
  if (before && !before.generated) return;
  if (before && before.lastEditedById !== null) {
    const content = broughtIn(before.content, response);
    if (content.length > LONGEST_DOCUMENT) return;
    const { title, linkedAnswers } = before;
    await writeVersion(tx, before, { title, content, linkedAnswers }, { by: null });
    return;
  }
  const content = bounded(response);
  if (content === null) return;
  const title = oneLine(`${responseTitle}: ${response.clientName}`, 200);
  const linkedAnswers = [...readAnchors(content).answers.keys()];
  const { clientName } = response;
  await putGeneratedDocument(tx, {
    ...owner,
    title,
    content,
    clientName,
    documentType: 'rfp_response',
    linkedAnswers,
  });
}

/** The document with the answers, and where nobody changed them the sources, as they are now. */
function broughtIn(content: string, { sections }: ResponseDocument): string {
  const items = sections.flatMap((section) => section.items);
  const answers = new Map(items.map(({ position, answer }) => [position, answer]));
  const sources = new Map(items.map((item) => [item.position, sourcesText(item)]));
  return withAnswers(content, answers, sources, hashOf);
}

/** The whole text; without sources where it would be too long with them; null where it still is. */
function bounded(response: ResponseDocument): string | null {
  const whole = responseText(response, { sources: true });
  if (whole.length <= LONGEST_DOCUMENT) return whole;
  const short = responseText(response, { sources: false });
  return short.length <= LONGEST_DOCUMENT ? short : null;
}

/**
 * The same outside a run, for a document that was found to lag behind its answers.
 * @returns where the document then is
 */
export async function followSoon(
  app: App,
  where: { organizationId: string; reference: string },
): Promise<{ id: string; version: number }> {
  const select = { id: true, answersRevision: true };
  const { reference, organizationId } = where;
  const read = await app.db.workflow.findFirstOrThrow({
    where: { organizationId, run: { reference } },
    select,
  });
  const response = await loadResponse(app, read.id);
  return changeWorkflow(app, where, async (tx, workflow) => {
    const owner = { organizationId: workflow.organizationId, workflowId: workflow.id };
    if (workflow.answersRevision === read.answersRevision) await followAnswers(tx, owner, response);
    const result = await tx.document.findUniqueOrThrow({
      where: { workflowId: workflow.id },
      select: { id: true, version: true },
    });
    return { result };
  });
}
