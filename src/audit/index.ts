import type { Prisma } from '../../generated/client/client.js';
import type { Tx } from '../platform/db.js';
import { newId } from '../platform/ids.js';

/** What people did, as a union: a kind that somebody forgot does not compile. */
export type AuditEntry = { subjectId: string } & (
  | { action: 'workflow.created'; subjectType: 'workflow'; details: { filename: string; sha256: string } }
  | { action: 'workflow.cancelled' | 'workflow.retried'; subjectType: 'workflow'; details: { from: string } }
  | { action: 'workflow.submitted' | 'workflow.closed'; subjectType: 'workflow'; details: { from: string } }
  | { action: 'answer.edited'; subjectType: 'answer'; details: { approved: boolean; textChanged: boolean } }
  | { action: 'answer.regenerated'; subjectType: 'answer'; details: { guidance: string | null } }
  | {
      action: 'proposal.created';
      subjectType: 'workflow';
      details: { templateId: string; templateVersion: number };
    }
  | { action: 'section.regenerated'; subjectType: 'section'; details: { guidance: string | null } }
  | {
      action: 'template.saved' | 'template.reset';
      subjectType: 'template';
      details: { templateId: string; version: number };
    }
  | { action: 'knowledge.added' | 'knowledge.restored'; subjectType: 'knowledge'; details: { title: string } }
  | { action: 'knowledge.refused'; subjectType: 'knowledge'; details: { title: string; code: string } }
  | { action: 'knowledge.updated'; subjectType: 'knowledge'; details: { fields: string[] } }
  | {
      action: 'knowledge.replaced';
      subjectType: 'knowledge';
      details: { version: number; contentHash: string };
    }
  | {
      action: 'knowledge.retried' | 'knowledge.reingested';
      subjectType: 'knowledge';
      details: { version: number };
    }
  | {
      action: 'knowledge.deleted';
      subjectType: 'knowledge';
      details: { title: string; usages?: number; sentUsages?: number };
    }
  | { action: 'knowledge.merged'; subjectType: 'knowledge'; details: { title: string; dropped: string[] } }
  | { action: 'question.asked'; subjectType: 'qa-answer'; details: { conversationId: string } }
  | {
      action: 'qa-answer.rated';
      subjectType: 'qa-answer';
      details: { helpful: boolean | null; comment: string | null };
    }
  | { action: 'qa-answer.sent-to-library'; subjectType: 'qa-answer'; details: { itemId: string } }
  | { action: 'conversation.renamed'; subjectType: 'conversation'; details: { from: string; to: string } }
  | { action: 'conversation.deleted'; subjectType: 'conversation'; details: { title: string } }
  | { action: 'document.created' | 'document.saved'; subjectType: 'document'; details: { version: number } }
  | { action: 'document.restored'; subjectType: 'document'; details: { version: number; from: number } }
);

/** Writes the record in the transaction of the change itself, so that neither exists without the other. */
export async function recordAudit(
  tx: Tx,
  actor: { organizationId: string; userId: string },
  entry: AuditEntry,
): Promise<void> {
  await tx.auditRecord.create({ data: rowOf(actor, entry) });
}

/** The same for many at once. */
export async function recordAudits(
  tx: Tx,
  actor: { organizationId: string; userId: string },
  entries: AuditEntry[],
): Promise<void> {
  await tx.auditRecord.createMany({ data: entries.map((entry) => rowOf(actor, entry)) });
}

const rowOf = (actor: { organizationId: string; userId: string }, entry: AuditEntry) => ({
  id: newId(),
  organizationId: actor.organizationId,
  actorId: actor.userId,
  action: entry.action,
  subjectType: entry.subjectType,
  subjectId: entry.subjectId,
  details: entry.details as Prisma.InputJsonObject,
});
