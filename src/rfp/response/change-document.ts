import type { Document } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { type AuditEntry, recordAudit } from '../../audit/index.js';
import { writeVersion } from '../../documents/index.js';
import type { Actor } from '../../identity/index.js';
import type { Tx } from '../../platform/database/db.js';
import { notFound, StaleVersion } from '../../platform/errors.js';
import { checkVersion, type ExpectedVersion } from '../../platform/versions.js';
import { wakeSoon } from '../../runs/index.js';
import { countAnswered } from '../count-answered.js';
import type { Workflow } from '../workflow.js';
import { changeWorkflow, runOf } from '../workflow.js';
import { AnswersMoved, followSoon } from './follow-answers.js';
import { type LinkedText, writeAnswers } from './write-answers.js';

/** What came of a change of a document. */
export interface SavedDocument {
  id: string;
  /** Ids of the answers whose anchors the change took away: they no longer follow the document, nor it them. */
  unlinked: string[];
}

interface Change {
  title: string;
  content: string;
  restoredFrom: number | null;
}

/**
 * The only way people change a document: under the workflow's lock, against the version they edited, with the
 * answers that stand in it.
 */
export async function changeDocument(
  app: App,
  actor: Actor,
  which: { workflowId: string; expectedVersion: ExpectedVersion },
  change: (tx: Tx, before: Document) => Promise<Change>,
): Promise<SavedDocument> {
  const { workflowId: reference, expectedVersion } = which;
  const where = { reference, organizationId: actor.organizationId };
  const work = async (tx: Tx, workflow: Workflow) => {
    const before = await tx.document.findUnique({ where: { workflowId: workflow.id } });
    if (!before) throw notFound(`The document of workflow ${reference}`);
    checkVersion('The document', before, expectedVersion);

    const { restoredFrom, ...wanted } = await change(tx, before);
    const linked = before.generated
      ? await writeAnswers(tx, app, actor, { workflow, before, wanted, overwrite: expectedVersion == null })
      : unlinkedText(wanted.content);
    const text = { title: wanted.title, content: linked.content, linkedAnswers: linked.positions };
    const version = await writeVersion(tx, before, text, { by: actor.userId, restoredFrom });
    if (version !== before.version)
      await recordAudit(tx, actor, {
        ...auditOf(before.id, version, restoredFrom),
        // The texts are kept as versions.
        before: { version: before.version, title: before.title, characters: before.content.length },
        after: { version, title: text.title, characters: text.content.length },
      });
    const { edited, first, unlinked } = linked;
    return {
      ...(edited.length && { data: { answersRevision: { increment: 1 } } }),
      ...(first && (await countAnswered(tx, workflow.id, first))),
      events: edited.map((answerId) => ({ kind: 'answer-updated', answerId })),
      result: { saved: { id: before.id, unlinked }, run: edited.length ? runOf(workflow) : null },
    };
  };

  try {
    const { saved, run } = await changeWorkflow(app, where, work);
    if (run) await wakeSoon(app, run);
    return saved;
  } catch (error) {
    if (!(error instanceof AnswersMoved)) throw error;
    // So that whoever loads the document again finds what it lacked.
    const current = await followSoon(app, where);
    throw new StaleVersion(
      `The answer to question ${error.position} was changed elsewhere since. The document is at version ` +
        `${current.version} by now. Load it again and bring your changes in.`,
      current,
    );
  }
}

const unlinkedText = (content: string): LinkedText => ({
  content,
  positions: [],
  edited: [],
  first: 0,
  unlinked: [],
});

const auditOf = (subjectId: string, version: number, from: number | null): AuditEntry =>
  from === null
    ? { action: 'document.saved', subjectType: 'document', subjectId, details: { version } }
    : { action: 'document.restored', subjectType: 'document', subjectId, details: { version, from } };
