import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import { type Actor, requirePermission } from '../identity/index.js';
import type { Tx } from '../platform/database/db.js';
import { notFound } from '../platform/errors.js';
import { lineInput } from '../platform/text/text-input.js';
import { checkVersion, type ExpectedVersion } from '../platform/versions.js';

/**
 * Gives a conversation another title.
 * @throws {DomainError} not-found, invalid-input
 */
export async function renameConversation(
  app: App,
  actor: Actor,
  input: { conversationId: string; title: string; expectedVersion?: ExpectedVersion },
): Promise<string> {
  requirePermission(actor, 'qa.ask');
  const { conversationId: id, expectedVersion } = input;
  const to = lineInput(input.title, 'The title', ['input', 'title']);
  await app.db.$transaction(async (tx) => {
    const { title: from } = await openConversation(tx, actor, id, expectedVersion);
    if (from === to) return;
    await tx.conversation.update({ where: { id }, data: { title: to } });
    const details = { from, to };
    await recordAudit(tx, actor, {
      ...{ action: 'conversation.renamed', subjectType: 'conversation', subjectId: id, details },
      before: { title: from },
      after: { title: to },
    });
  });
  return id;
}

/**
 * Takes a conversation with its answers out of sight. What was sent to the answer library stays there.
 * @throws {DomainError} not-found, also for one that was deleted before
 */
export async function deleteConversation(
  app: App,
  actor: Actor,
  id: string,
  expectedVersion?: ExpectedVersion,
): Promise<string> {
  requirePermission(actor, 'qa.ask');
  await app.db.$transaction(async (tx) => {
    const { title } = await openConversation(tx, actor, id, expectedVersion);
    await tx.conversation.update({ where: { id }, data: { deletedAt: app.clock() } });
    await recordAudit(tx, actor, {
      ...{ action: 'conversation.deleted', subjectType: 'conversation', subjectId: id },
      details: { title },
    });
  });
  return id;
}

/** The conversation within the organization, its row locked until the end of the transaction. */
async function openConversation(
  tx: Tx,
  actor: Actor,
  id: string,
  expectedVersion: ExpectedVersion,
): Promise<{ title: string }> {
  const [row] = await tx.$queryRaw<{ id: string; version: number; title: string }[]>`
    SELECT id, version, title FROM conversation
    WHERE id = ${id}::uuid AND organization_id = ${actor.organizationId}::uuid AND deleted_at IS NULL FOR UPDATE`;
  if (!row) throw notFound('The conversation');
  checkVersion('The conversation', row, expectedVersion);
  return row;
}
