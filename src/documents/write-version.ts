import type { Document } from '../../generated/client/client.js';
import type { Tx } from '../platform/database/db.js';
import { newId } from '../platform/ids.js';
import { countChanges, linesOf } from './line-changes.js';

/** The text of a document with its title, and whose answers stand in it. */
export interface Written {
  title: string;
  content: string;
  /** Positions of the questions whose answers are linked. */
  linkedAnswers: number[];
}

/**
 * Makes a document at version 1.
 * @param editedById the person who wrote it; null for a run, whose documents follow the answers
 * @returns null where the workflow has one already
 */
export async function writeFirstVersion(
  tx: Tx,
  owner: { organizationId: string; workflowId: string; clientName: string | null; documentType: string },
  { title, content, linkedAnswers }: Written,
  editedById: string | null,
): Promise<{ id: string; version: number } | null> {
  const id = newId();
  const { organizationId } = owner;
  const generated = editedById === null;
  const { count } = await tx.document.createMany({
    data: [{ ...owner, id, title, content, linkedAnswers, generated, lastEditedById: editedById }],
    skipDuplicates: true,
  });
  if (!count) return null;
  await tx.documentVersion.create({
    data: {
      documentId: id,
      version: 1,
      organizationId,
      title,
      content,
      characters: content.length,
      linesAdded: linesOf(content).length,
      linesRemoved: 0,
      editedById,
    },
  });
  return { id, version: 1 };
}

/**
 * Makes the next version of a document, under the workflow's lock; none where nothing changed.
 * @param by a person, who then is its last editor; null for a run
 * @returns the version the document is at
 */
export async function writeVersion(
  tx: Tx,
  before: Document,
  { title, content, linkedAnswers }: Written,
  { by, restoredFrom = null }: { by: string | null; restoredFrom?: number | null },
): Promise<number> {
  if (title === before.title && content === before.content) return before.version;
  const version = before.version + 1;
  await tx.document.update({
    where: { id: before.id },
    data: { title, content, linkedAnswers, version, ...(by !== null && { lastEditedById: by }) },
    select: { id: true },
  });
  await tx.documentVersion.create({
    data: {
      documentId: before.id,
      version,
      organizationId: before.organizationId,
      title,
      content,
      characters: content.length,
      ...countChanges(before.content, content),
      restoredFrom,
      editedById: by,
    },
    select: { version: true },
  });
  return version;
}
