import type { KnowledgeItem } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import { changesOf, recordAudit } from '../audit/index.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { forgetQuoted } from '../models/index.js';
import type { Tx } from '../platform/database/db.js';
import { invalidInput } from '../platform/errors.js';
import { lineInput } from '../platform/text/text-input.js';
import { checkVersion, type ExpectedVersion } from '../platform/versions.js';
import { changeItem, type ItemData, touched } from './change-item.js';
import { tagsInput } from './tags.js';
import type { Speaker } from './voice/index.js';

/** What is undefined stays as it is; null takes an owner, a review date or a speaker away. */
export interface UpdateKnowledgeInput {
  id: string;
  title?: string | undefined;
  source?: string | undefined;
  tags?: string[] | undefined;
  ownerId?: string | null | undefined;
  reviewAt?: Date | null | undefined;
  /** Somebody has read it and found it right. */
  markReviewed?: boolean | undefined;
  /** Whose words all of it is, whatever was detected; null: as detected. */
  speaker?: Speaker | null | undefined;
  /** The revision that was looked at; another one's change in between is then a conflict. */
  expectedVersion?: ExpectedVersion;
}

/**
 * Changes what is said about an item. A new title is found by search at once, and answers quote the new source from now on.
 * @returns its id
 * @throws {DomainError} not-found; conflict naming the current revision; invalid-input
 */
export async function updateKnowledge(app: App, actor: Actor, input: UpdateKnowledgeInput): Promise<string> {
  requirePermission(actor, 'knowledge.edit');
  const { organizationId } = actor;
  const given = columnsOf(app, input);
  return changeItem(app, { id: input.id, organizationId }, async (tx, item) => {
    checkRevision(item, input.expectedVersion);
    if (typeof given.ownerId === 'string') await checkMember(tx, organizationId, given.ownerId);
    const fields = changedFields(item, given);
    if (!fields.length) return { result: item.id };
    // What was answered from it may be no answer any more, or become one.
    if (fields.includes('speaker')) await forgetQuoted(tx, [item.id]);
    if (fields.includes('title')) await retitlePassages(tx, item.id, given.title as string);
    await recordAudit(tx, actor, {
      action: 'knowledge.updated',
      subjectType: 'knowledge',
      subjectId: item.id,
      details: { fields },
      ...changesOf(item, given as Partial<KnowledgeItem>),
    });
    return {
      data: { ...given, ...touched(app) },
      events: [{ kind: 'changed', change: 'UPDATED' }],
      result: item.id,
    };
  });
}

/** Passages are indexed and embedded under the title of their item: the old vectors go, new ones come by and by. */
async function retitlePassages(tx: Tx, itemId: string, title: string): Promise<void> {
  await tx.passage.updateMany({ where: { itemId }, data: { title } });
  await tx.passageEmbedding.deleteMany({ where: { passage: { itemId } } });
}

/** What counts for an item is its revision: its versions are those of its content. @throws {StaleVersion} */
export const checkRevision = ({ id, revision }: KnowledgeItem, expected: ExpectedVersion): void =>
  checkVersion('The item', { id, version: revision }, expected);

type Columns = Pick<
  ItemData,
  'title' | 'source' | 'tags' | 'ownerId' | 'reviewAt' | 'lastReviewedAt' | 'speaker'
>;

function columnsOf(
  app: App,
  { title, source, tags, ownerId, reviewAt, markReviewed, speaker }: UpdateKnowledgeInput,
): Columns {
  return {
    ...(title !== undefined && { title: lineInput(title, 'The title', ['input', 'title']) }),
    ...(source !== undefined && { source: lineInput(source, 'The source', ['input', 'source'], 500) }),
    ...(tags !== undefined && { tags: tagsInput(tags) }),
    ...(ownerId !== undefined && { ownerId }),
    ...(reviewAt !== undefined && { reviewAt }),
    ...(speaker !== undefined && { speaker }),
    ...(markReviewed && { lastReviewedAt: app.clock() }),
  };
}

const changedFields = (item: KnowledgeItem, given: Columns): string[] =>
  Object.entries(given).flatMap(([name, value]) =>
    JSON.stringify(value) === JSON.stringify(item[name as keyof Columns]) ? [] : name,
  );

/** Within the organization: nobody may be told whether somebody else exists. */
async function checkMember(tx: Tx, organizationId: string, userId: string): Promise<void> {
  if (!(await tx.membership.findUnique({ where: { organizationId_userId: { organizationId, userId } } })))
    throw invalidInput('The owner is not a member of your organization. Choose one who is.', [
      'input',
      'ownerId',
    ]);
}
