import type { Prisma } from '../../generated/client/client.js';
import type { Tx } from '../platform/database/db.js';

/**
 * Sends sections back to be drafted again; their text stays until the new one is there. The summary goes with them,
 * since it is drawn from them.
 * @returns the events that announce it; none where no section is meant
 */
export async function reopen(
  tx: Tx,
  which: Prisma.ProposalSectionWhereInput & { workflowId: string },
  guidance: string | null,
): Promise<{ kind: 'section-updated'; sectionId: string }[]> {
  const data = { status: 'PENDING', failure: null, revision: { increment: 1 } } as const;
  const meant = await tx.proposalSection.updateManyAndReturn({
    where: which,
    data: { ...data, guidance },
    select: { id: true },
  });
  if (meant.length === 0) return [];
  const summary = await tx.proposalSection.updateManyAndReturn({
    where: { workflowId: which.workflowId, kind: 'SUMMARY', status: { not: 'PENDING' } },
    data,
    select: { id: true },
  });
  return [...meant, ...summary].map(({ id }) => ({ kind: 'section-updated', sectionId: id }));
}
