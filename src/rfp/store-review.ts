import type { Prisma, Review, ReviewIssue } from '../../generated/client/client.js';
import type { Tx } from '../platform/database/db.js';
import { newId } from '../platform/ids.js';

type Found = Pick<ReviewIssue, 'code' | 'severity' | 'message'> &
  Pick<Prisma.ReviewIssueCreateManyInput, 'questionId' | 'sectionId'>;

/** Stores the review of a workflow with its issues, in place of an earlier one. */
export async function storeReview(
  tx: Tx,
  { workflowId, organizationId }: { workflowId: string; organizationId: string },
  result: Pick<Review, 'overallQuality' | 'completenessScore' | 'reviewedAt'>,
  issues: readonly Found[],
): Promise<void> {
  const owner = { workflowId, organizationId };
  await tx.review.upsert({ where: { workflowId }, create: { ...owner, ...result }, update: result });
  await tx.reviewIssue.deleteMany({ where: { workflowId } });
  await tx.reviewIssue.createMany({
    data: issues.map((issue, i) => ({ ...owner, ...issue, id: newId(), position: i + 1 })),
  });
}
