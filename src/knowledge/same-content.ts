import type { Tx } from '../platform/database/db.js';
import { hashOf as hashOfValue } from '../platform/secrets/hash.js';
import { type LockedItem, WITH_INGESTION } from './change-item.js';

export type ItemKind = 'document' | 'qa_pair' | 'text';

/** What tells the content of an item apart: of a document the file, of a text its title and text, of a pair both halves. */
export const hashOf = {
  document: (sha256: string) => sha256,
  text: (title: string, content: string) => hashOfValue([title, content]),
  qa_pair: (question: string, answer: string) => hashOfValue([question, answer]),
};

/**
 * The item of the organization that holds this content already, if any. Of several calls with one content at the same
 * moment, one goes on and the others wait here until it has committed.
 */
export async function findSame(
  tx: Tx,
  organizationId: string,
  kind: string,
  contentHash: string,
): Promise<LockedItem | null> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${organizationId + contentHash}, 0))`;
  const where = { organizationId, kind, contentHash, deletedAt: null };
  return tx.knowledgeItem.findFirst({ where, include: WITH_INGESTION });
}
