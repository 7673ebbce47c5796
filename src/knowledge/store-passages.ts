import type { Prisma } from '../../generated/client/client.js';
import type { Tx } from '../platform/database/db.js';
import { DomainError } from '../platform/errors.js';
import { newId } from '../platform/ids.js';
import type { NewPassage } from './passages.js';

/** The most passages that one item may have. */
export const MAX_PASSAGES = 50_000;

/** Rows that one statement stores. */
export const ROWS_AT_ONCE = 500;

/** @throws {DomainError} file-too-large */
export function checkPassages(passages: readonly unknown[]): void {
  if (passages.length > MAX_PASSAGES)
    throw new DomainError(
      'file-too-large',
      `It would be cut into ${passages.length.toLocaleString('en-US')} passages; at most ` +
        `${MAX_PASSAGES.toLocaleString('en-US')} are stored of one item. Split it and add the parts.`,
    );
}

/**
 * The one place where passages are stored: they are found as soon as the transaction is committed.
 * @param from position of the first of them
 */
export async function storePassages(
  tx: Tx,
  item: { id: string; organizationId: string; title: string },
  passages: readonly NewPassage[],
  from = 0,
): Promise<void> {
  for (let i = 0; i < passages.length; i += ROWS_AT_ONCE)
    await tx.passage.createMany({
      data: passages.slice(i, i + ROWS_AT_ONCE).map(
        (passage, n): Prisma.PassageCreateManyInput => ({
          ...passage,
          id: newId(),
          organizationId: item.organizationId,
          itemId: item.id,
          title: item.title,
          position: from + i + n,
        }),
      ),
    });
}
