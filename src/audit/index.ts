import { Prisma } from '../../generated/client/client.js';
import type { Tx } from '../platform/database/db.js';
import { newId } from '../platform/ids.js';
import { requestContext } from '../platform/observability/request-context.js';
import { type AuditValues, bounded } from './values.js';

/** What people did, as a union: a kind that somebody forgot does not compile. */
export type AuditEntry = {
  subjectId: string;
  /** What the change found: its fields, without secrets. Left out where nothing was there. */
  before?: AuditValues;
  /** What it left. */
  after?: AuditValues;
} & (
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
      action: 'prompt.saved' | 'prompt.restored';
      subjectType: 'prompt';
      details: { task: string; version: number; restoredFrom?: number };
    }
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
  | {
      action: 'model-routing.set';
      subjectType: 'organization';
      details: { task: string; models: { credentialId: string | null; model: string | null }[] };
    }
  | {
      action: 'credential.created';
      subjectType: 'credential';
      details: { provider: string; name: string; active: boolean };
    }
  | {
      action: 'credential.updated';
      subjectType: 'credential';
      details: { provider: string; name: string; fields: string[] };
    }
  | {
      action: 'credential.deleted' | 'credential.activated' | 'credential.deactivated';
      subjectType: 'credential';
      details: { provider: string; name: string };
    }
  | {
      action: 'credential.tested';
      subjectType: 'credential';
      details: { provider: string; name: string; ok: boolean; code: string };
    }
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
  | {
      action: 'budget.set';
      subjectType: 'budget';
      details: { period: string; limitUsd: string | null; limitTokens: number | null; warnAt: number };
    }
  | { action: 'budget.deleted'; subjectType: 'budget'; details: { period: string } }
  | {
      action: 'budget.warned' | 'budget.exceeded';
      subjectType: 'budget';
      details: { period: string; since: string; spentUsd: string; spentTokens: number };
    }
  | { action: 'user.signed-up'; subjectType: 'user'; details: { email: string; first: boolean } }
  | {
      action: 'user.password-changed' | 'user.password-reset';
      subjectType: 'user';
      details: Record<string, never>;
    }
  | { action: 'user.email-verified' | 'user.deleted'; subjectType: 'user'; details: Record<string, never> }
  | {
      action:
        | 'user.claimed'
        | 'user.two-factor-on'
        | 'user.two-factor-off'
        | 'user.backup-codes-renewed'
        | 'user.backup-code-used'
        | 'user.provider-linked'
        | 'user.provider-unlinked'
        | 'member.two-factor-reset'
        | 'user.two-factor-reset';
      subjectType: 'user';
      details: Record<string, never>;
    }
  | {
      action: 'organization.two-factor-required';
      subjectType: 'organization';
      details: { required: boolean };
    }
  | {
      action: 'session.created';
      subjectType: 'session';
      details: { ipAddress: string | null; userAgent: string | null };
    }
  | {
      action: 'session.refused';
      subjectType: 'user';
      /** `factor`: what was wrong. */
      details: { attempts?: number; factor: 'password' | 'code' | 'provider'; reason?: string };
    }
  | {
      action:
        | 'session.revoked'
        | 'session.signed-out'
        | 'session.reauthenticated'
        | 'session.organization-switched';
      subjectType: 'session';
      details: Record<string, never>;
    }
  | { action: 'session.all-revoked'; subjectType: 'user'; details: { count: number } }
  | {
      action: 'organization.created' | 'organization.renamed';
      subjectType: 'organization';
      details: { name: string };
    }
  | {
      action: 'invitation.created' | 'invitation.accepted' | 'invitation.revoked';
      subjectType: 'invitation';
      details: { email: string; role: string };
    }
  | {
      action: 'member.changed';
      subjectType: 'user';
      details: { from: string; to: string; departmentId: string | null };
    }
  | {
      action: 'member.disabled' | 'member.enabled' | 'member.removed';
      subjectType: 'user';
      details: { role: string };
    }
  | { action: 'ownership.transferred'; subjectType: 'user'; details: { from: string } }
  | {
      action: 'department.created' | 'department.renamed' | 'department.deleted';
      subjectType: 'department';
      details: { name: string };
    }
  | {
      action: 'api-key.created' | 'api-key.revoked';
      subjectType: 'api-key';
      details: { name: string; prefix: string; scopes: string[] };
    }
  | { action: 'document.restored'; subjectType: 'document'; details: { version: number; from: number } }
  | SensitiveRead
);

/** What left the service as a file. */
type SensitiveRead =
  | {
      action: 'response.downloaded' | 'document.downloaded';
      subjectType: 'workflow';
      details: { reference: string; filename: string; version?: number };
    }
  | {
      action: 'usage.exported' | 'audit.exported';
      subjectType: 'organization';
      details: { query: string };
    };

/** Who did it; null for the service itself. */
interface Doer {
  organizationId: string;
  userId: string | null;
}

/** Writes the record in the transaction of the change itself, so that neither exists without the other. */
export async function recordAudit(tx: Tx, actor: Doer, entry: AuditEntry): Promise<void> {
  await tx.auditRecord.create({ data: rowOf(actor, entry) });
}

/** The same for many at once, in one statement. */
export async function recordAudits(tx: Tx, actor: Doer, entries: AuditEntry[]): Promise<void> {
  const at = new Date();
  const rows = entries.map((entry) => {
    const { before, after, ...row } = rowOf(actor, entry);
    const kept = { before: entry.before ? before : null, after: entry.after ? after : null };
    return { ...row, ...kept, at };
  });
  await tx.$executeRaw`
    INSERT INTO audit_record (id, organization_id, actor_id, action, subject_type, subject_id, details, before, after,
      request_id, address, user_agent, via, at)
    SELECT id, "organizationId", "actorId", action, "subjectType", "subjectId", details, before, after, "requestId",
      address, "userAgent", via, at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "organizationId" uuid, "actorId" uuid,
      action text, "subjectType" text, "subjectId" uuid, details jsonb, before jsonb, after jsonb, "requestId" text,
      address text, "userAgent" text, via text, at timestamptz(3))`;
}

function rowOf(actor: Doer, entry: AuditEntry) {
  const { requestId = null, address = null, userAgent = null, via = null } = requestContext() ?? {};
  return {
    ...{ requestId, address, userAgent, via },
    id: newId(),
    organizationId: actor.organizationId,
    actorId: actor.userId,
    action: entry.action,
    subjectType: entry.subjectType,
    subjectId: entry.subjectId,
    details: bounded(entry.details),
    before: entry.before ? bounded(entry.before) : Prisma.DbNull,
    after: entry.after ? bounded(entry.after) : Prisma.DbNull,
  };
}

export { auditCsv, auditFilterOf, auditParams } from './export.js';
export { type AuditFilter, type AuditPage, type AuditRow, auditCursor, findAuditRecords } from './find.js';
export { changesOf } from './values.js';
export { type AuditAnchor, type AuditFault, type AuditVerification, verifyAudit } from './verify.js';
