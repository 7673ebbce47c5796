import type pg from 'pg';
import { sha256 } from '../platform/secrets/hash.js';

/** What is wrong with the trail at one place. */
export interface AuditFault {
  organizationId: string;
  /** Place in the chain, 1-based; null for a record that is not in it. */
  sequence: number | null;
  recordId: string | null;
  kind: 'edited' | 'removed' | 'inserted' | 'truncated' | 'rewritten';
  /** A full sentence. */
  message: string;
}

/** Where a chain ends: kept elsewhere, it shows later that nothing before it was changed. */
export interface AuditAnchor {
  organizationId: string;
  sequence: number;
  hash: string;
}

export interface AuditVerification {
  records: number;
  anchors: AuditAnchor[];
  faults: AuditFault[];
}

interface Link {
  sequence: string;
  hash: string;
  record_id: string;
  canonical: string | null;
}

const BEGINNING = '0'.repeat(64);
const LINKS_AT_ONCE = 1_000;

// The same as the function that the database seals with, which whoever can change rows could have changed too.
const CANONICAL = `jsonb_build_array(s.sequence, r.id, r.organization_id, r.actor_id, r.action, r.subject_type,
  r.subject_id, r.details, r.before, r.after, r.request_id, r.address, r.user_agent, r.via,
  (extract(epoch FROM r.at) * 1000)::bigint)::text`;

/**
 * Computes every chain anew, in one snapshot, while the service may be at work.
 * @param known anchors of an earlier verification, to hold against the chains
 */
export async function verifyAudit(
  client: pg.ClientBase,
  known: readonly AuditAnchor[] = [],
): Promise<AuditVerification> {
  const result: AuditVerification = { records: 0, anchors: [], faults: [] };
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    const { rows } = await client.query<{ id: string }>(
      `SELECT organization_id AS id FROM audit_head UNION SELECT organization_id FROM audit_seal
       UNION SELECT organization_id FROM audit_record ORDER BY 1`,
    );
    const anchored = new Map(known.map((anchor) => [anchor.organizationId, anchor]));
    for (const { id } of rows) {
      await verifyChain(client, id, anchored.get(id), result);
      anchored.delete(id);
    }
    for (const { organizationId, sequence } of anchored.values())
      result.faults.push({
        ...{ organizationId, sequence: 1, recordId: null, kind: 'truncated' },
        message: `All of the ${sequence} records that were verified earlier were removed.`,
      });
    await findUnsealed(client, result);
  } finally {
    await client.query('ROLLBACK');
  }
  return result;
}

async function verifyChain(
  client: pg.ClientBase,
  organizationId: string,
  anchor: AuditAnchor | undefined,
  result: AuditVerification,
): Promise<void> {
  const { anchors, faults } = result;
  const fault = (
    kind: AuditFault['kind'],
    sequence: number,
    recordId: string | null,
    message: string,
  ): void => void faults.push({ organizationId, sequence, recordId, kind, message });
  let last = { sequence: 0, hash: BEGINNING };
  for (;;) {
    const links = await nextLinks(client, organizationId, last.sequence);
    for (const { hash, record_id: recordId, canonical, ...link } of links) {
      const sequence = Number(link.sequence);
      const isNext = sequence === last.sequence + 1;
      if (!isNext)
        fault('removed', last.sequence + 1, null, `${gap(last.sequence + 1, sequence - 1)} removed.`);
      if (canonical === null) fault('removed', sequence, recordId, `Record ${sequence} was removed.`);
      // Behind a gap the hash before is not known; the gap is reported.
      else if (isNext && hashOf(last.hash, canonical) !== hash)
        fault(
          'edited',
          sequence,
          recordId,
          `Record ${sequence} was edited after it was written, or its seal, or the seal before it.`,
        );
      if (anchor?.sequence === sequence && anchor.hash !== hash)
        fault('rewritten', sequence, recordId, `The chain was written anew before or at record ${sequence}.`);
      last = { sequence, hash };
      result.records++;
    }
    if (links.length < LINKS_AT_ONCE) break;
  }
  if (anchor && anchor.sequence > last.sequence)
    fault(
      'truncated',
      last.sequence + 1,
      null,
      `${gap(last.sequence + 1, anchor.sequence)} verified earlier and removed since.`,
    );
  await verifyHead(client, organizationId, last, fault);
  anchors.push({ organizationId, ...last });
}

async function verifyHead(
  client: pg.ClientBase,
  organizationId: string,
  last: { sequence: number; hash: string },
  fault: (kind: AuditFault['kind'], sequence: number, recordId: null, message: string) => void,
): Promise<void> {
  const { rows } = await client.query<{ sequence: string; hash: string }>(
    'SELECT sequence, hash FROM audit_head WHERE organization_id = $1',
    [organizationId],
  );
  const head = rows[0] && { sequence: Number(rows[0].sequence), hash: rows[0].hash };
  if (!head) {
    // Records without any seal are named one by one.
    if (last.sequence > 0) fault('truncated', last.sequence, null, 'The head of the chain was removed.');
  } else if (head.sequence > last.sequence) {
    const removed = gap(last.sequence + 1, head.sequence);
    fault('truncated', last.sequence + 1, null, `${removed} removed from the end.`);
  } else if (head.sequence < last.sequence) {
    const inserted = gap(head.sequence + 1, last.sequence);
    fault('inserted', head.sequence + 1, null, `${inserted} added past the head of the chain.`);
  } else if (head.hash !== last.hash) {
    fault('rewritten', last.sequence, null, 'The head of the chain and its last record do not agree.');
  }
}

/** Records without a seal: the database makes one whenever it is not kept from it. */
async function findUnsealed(client: pg.ClientBase, { faults }: AuditVerification): Promise<void> {
  const { rows } = await client.query<{ id: string; organization_id: string }>(
    `SELECT id, organization_id FROM audit_record r
     WHERE NOT EXISTS (SELECT FROM audit_seal s WHERE s.record_id = r.id) ORDER BY organization_id, at, id`,
  );
  for (const { id, organization_id: organizationId } of rows)
    faults.push({
      ...{ organizationId, sequence: null, recordId: id, kind: 'inserted' },
      message: `Record ${id} is not in the chain: it was inserted past it, or its seal was removed.`,
    });
}

const nextLinks = async (client: pg.ClientBase, organizationId: string, after: number): Promise<Link[]> =>
  (
    await client.query<Link>(
      `SELECT s.sequence, s.hash, s.record_id, CASE WHEN r.id IS NULL THEN NULL ELSE ${CANONICAL} END AS canonical
       FROM audit_seal s LEFT JOIN audit_record r ON r.id = s.record_id
       WHERE s.organization_id = $1 AND s.sequence > $2 ORDER BY s.sequence LIMIT ${LINKS_AT_ONCE}`,
      [organizationId, after],
    )
  ).rows;

const hashOf = (before: string, canonical: string) => sha256(`${before}\n${canonical}`);

const gap = (from: number, to: number) =>
  from === to ? `Record ${from} was` : `Records ${from} to ${to} were`;
