import { setImmediate } from 'node:timers/promises';
import type { App } from '../../app-types.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { BoundedMap } from '../../platform/concurrency/bounded-map.js';
import { compareAnswers } from './compare-answers.js';
import { type FindingKind, inOrder, type LibraryFinding, type LibraryPair } from './findings.js';
import { sameQuestions } from './same-questions.js';

/** A library beyond this is looked through as far as its newest pairs. */
const MOST_PAIRS_READ = 50_000;
/** Organizations whose findings are kept; a library that has not changed is not looked through again. */
const MOST_KEPT = 20;
/** Groups compared before others get their turn on the event loop. */
const GROUPS_AT_ONCE = 20;

/** Pairs by which we state or deny something: the others answer nothing. */
const OURS = `COALESCE(i.speaker, p.speaker) = 'US' AND p.stance IN ('ASSERTED', 'NEGATED')`;

const kept = new WeakMap<App, BoundedMap<{ state: string; findings: Promise<LibraryFinding[]> }>>();

/**
 * What should be cleared up in an organization's answer library, as it is now: pairs that are double, or pairs that
 * contradict each other. Those that were dismissed are left out.
 */
export async function libraryFindings(app: App, actor: Actor, kind: FindingKind): Promise<LibraryFinding[]> {
  requirePermission(actor, 'knowledge.view');
  const { organizationId } = actor;
  const all = await allFindings(app, organizationId);
  const dismissed = await app.db.libraryDismissal.findMany({
    where: { organizationId },
    select: { finding: true },
  });
  const done = new Set(dismissed.map(({ finding }) => finding));
  return all.filter((finding) => finding.kind === kind && !done.has(finding.id));
}

/** All findings of both kinds, the dismissed ones included. */
export async function allFindings(app: App, organizationId: string): Promise<LibraryFinding[]> {
  const state = await stateOf(app, organizationId);
  const known = kept.get(app) ?? new BoundedMap(MOST_KEPT);
  kept.set(app, known);
  const before = known.get(organizationId);
  const findings = before?.state === state ? before.findings : search(app, organizationId);
  known.set(organizationId, { state, findings });
  // A failure is not kept.
  findings.catch(() => known.delete(organizationId));
  return findings;
}

/** Moves with each change of a pair: of its item, or of the passages that it has. */
async function stateOf(app: App, organizationId: string): Promise<string> {
  const [row] = await app.sql.query<{ state: string }>(
    `SELECT concat_ws(' ', count(*), max(p.id::text), max(i.updated_at)) AS state
     FROM passage p JOIN knowledge_item i ON i.id = p.item_id
     WHERE p.organization_id = $1::uuid AND p.question IS NOT NULL AND i.deleted_at IS NULL
       AND ${OURS}`,
    [organizationId],
  );
  return row!.state;
}

async function search(app: App, organizationId: string): Promise<LibraryFinding[]> {
  const pairs = await app.sql.query<LibraryPair>(
    `SELECT p.id AS "passageId", p.item_id AS "itemId", p.question, p.text AS answer
     FROM passage p JOIN knowledge_item i ON i.id = p.item_id
     WHERE p.organization_id = $1::uuid AND p.question IS NOT NULL AND i.deleted_at IS NULL
       AND ${OURS}
     ORDER BY p.id DESC LIMIT ${MOST_PAIRS_READ}`,
    [organizationId],
  );
  return findingsIn(pairs);
}

/** Looks through pairs for what should be cleared up, without comparing each with each. */
export async function findingsIn(pairs: LibraryPair[]): Promise<LibraryFinding[]> {
  const groups = sameQuestions(pairs);
  const findings: LibraryFinding[] = [];
  for (let i = 0; i < groups.length; i += GROUPS_AT_ONCE) {
    for (const group of groups.slice(i, i + GROUPS_AT_ONCE)) findings.push(...(await compareAnswers(group)));
    await setImmediate();
  }
  return findings.sort(inOrder);
}
