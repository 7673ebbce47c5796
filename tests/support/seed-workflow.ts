import type { Prisma, PrismaClient } from '../../generated/client/client.js';

type Seed = Omit<Prisma.RunUncheckedCreateInput, 'id'> & { id: string; clientName: string };

/** Puts a workflow with its run straight into the database. */
export async function seedWorkflow(
  db: Pick<PrismaClient, 'run' | 'workflow'>,
  { clientName, ...run }: Seed,
): Promise<Prisma.RunModel> {
  const { id, organizationId } = run;
  const seeded = await db.run.create({ data: run });
  await db.workflow.create({ data: { id, organizationId, clientName } });
  return seeded;
}
