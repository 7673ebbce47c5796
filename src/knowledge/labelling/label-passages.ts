import type { App } from '../../app-types.js';
import { asSystem, inOrganization } from '../../platform/database/scope.js';
import { ROWS_AT_ONCE } from '../store-passages.js';
import type { Voice } from '../voice/index.js';
import { type Unlabelled, voicesOf } from './label-item.js';

interface Next {
  passageId: string;
  itemId: string;
  organizationId: string;
}

const NO_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Labels the passages that were stored before there were labels, item by item, until none is left. May be cut off at any
 * moment, and run in several processes at once: a label that is there is not written again.
 * @returns of how many items
 */
export async function labelPassages(app: App, signal: AbortSignal): Promise<number> {
  let items = 0;
  for (let after = NO_ID; !signal.aborted; ) {
    const next = await asSystem('sweep', () => nextAfter(app, after));
    if (!next) break;
    await inOrganization(next.organizationId, () => labelItem(app, next, signal));
    after = next.passageId;
    items++;
  }
  return items;
}

/** In the order of the ids, so that one whose item cannot be labelled keeps nobody back. */
async function nextAfter({ sql }: App, after: string): Promise<Next | undefined> {
  const [next] = await sql.query<Next>(
    `SELECT id AS "passageId", item_id AS "itemId", organization_id AS "organizationId" FROM passage
     WHERE id > $1::uuid AND stance IS NULL ORDER BY id LIMIT 1`,
    [after],
  );
  return next;
}

async function labelItem(app: App, { itemId, organizationId }: Next, signal: AbortSignal): Promise<void> {
  const item = await app.db.knowledgeItem.findFirst({ where: { id: itemId, organizationId } });
  if (!item) return;
  const passages = await app.sql.query<Unlabelled>(
    `SELECT id, text, question, section FROM passage
     WHERE item_id = $1::uuid AND organization_id = $2::uuid AND stance IS NULL ORDER BY position`,
    [itemId, organizationId],
  );
  const voices = await voicesOf(app, item, passages, signal);
  for (let from = 0; from < passages.length; from += ROWS_AT_ONCE)
    await label(app, passages.slice(from, from + ROWS_AT_ONCE), voices.slice(from, from + ROWS_AT_ONCE));
}

const label = ({ sql }: App, passages: readonly Unlabelled[], voices: readonly Voice[]) =>
  sql.query(
    `UPDATE passage SET speaker = voice.speaker::speaker, stance = voice.stance::stance
     FROM unnest($1::uuid[], $2::text[], $3::text[]) AS voice(id, speaker, stance)
     WHERE passage.id = voice.id AND passage.stance IS NULL`,
    [passages.map(({ id }) => id), voices.map(({ speaker }) => speaker), voices.map(({ stance }) => stance)],
  );
