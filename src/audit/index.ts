import { Prisma } from '../../generated/client/client.js';
import type { Tx } from '../platform/database/db.js';
import { newId } from '../platform/ids.js';
import { requestContext } from '../platform/observability/request-context.js';
import type { AuditEntry } from './entries.js';
import { bounded } from './values.js';

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
  const {
    requestId = null,
    address = null,
    userAgent = null,
    via = null,
    expectedVersion,
  } = requestContext() ?? {};
  const isChange = actor.userId !== null && expectedVersion !== undefined;
  return {
    ...{ requestId, address, userAgent, via },
    id: newId(),
    organizationId: actor.organizationId,
    actorId: actor.userId,
    action: entry.action,
    subjectType: entry.subjectType,
    subjectId: entry.subjectId,
    details: bounded(isChange ? { ...entry.details, expectedVersion } : entry.details),
    before: entry.before ? bounded(entry.before) : Prisma.DbNull,
    after: entry.after ? bounded(entry.after) : Prisma.DbNull,
  };
}

export type { AuditEntries, AuditEntry, AuditOf, AuditSubject } from './entries.js';
export { auditCsv, auditFilterOf, auditParams } from './export.js';
export {
  type AuditFilter,
  type AuditPage,
  type AuditRow,
  auditCursor,
  countAuditRecords,
  findAuditRecords,
} from './find.js';
export { changesOf } from './values.js';
export { type AuditAnchor, type AuditFault, type AuditVerification, verifyAudit } from './verify.js';
