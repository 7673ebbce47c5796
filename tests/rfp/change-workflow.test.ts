import { expect, test } from 'vitest';
import { kinds } from '../../src/app.js';
import { DEFAULT_ACTOR, ensureDefaultActor } from '../../src/identity/index.js';
import { openDatabase } from '../../src/platform/database/db.js';
import { newId } from '../../src/platform/ids.js';
import { createLog } from '../../src/platform/observability/log.js';
import { changeWorkflow, workflowOf } from '../../src/rfp/index.js';
import { testDatabase } from '../support/database.js';
import { seedWorkflow } from '../support/seed-workflow.js';

const app = (db: ReturnType<typeof openDatabase>['db']) => ({ db, kinds, clock: () => new Date() }) as never;

async function seeded() {
  const database = await testDatabase();
  const { db, close } = openDatabase(database.url, 8, createLog('silent', false));
  await ensureDefaultActor(db);
  const { organizationId, userId } = DEFAULT_ACTOR;
  const { id } = await seedWorkflow(db, {
    id: newId(),
    organizationId,
    reference: 'WF-RFP-TEST',
    kind: 'RFP_RESPONSE',
    engine: 'rules',
    clientName: 'Northwind',
    createdById: userId,
  });
  return {
    db,
    where: { id, organizationId },
    async [Symbol.asyncDispose]() {
      await close();
      await database[Symbol.asyncDispose]();
    },
  };
}

test('what is decided on under the lock is the row as Prisma reads it', async () => {
  await using seed = await seeded();
  const locked = await changeWorkflow(app(seed.db), seed.where, async (_tx, workflow) => ({
    result: workflow,
  }));
  const where = { id: seed.where.id };
  const read = await seed.db.workflow.findUniqueOrThrow({ where, include: { run: true } });
  expect(locked).toEqual(workflowOf(read));
});

test('concurrent changes are numbered without gap or double, in the order of their commits', async () => {
  await using seed = await seeded();
  await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      changeWorkflow(app(seed.db), seed.where, async (_tx, { version }) => ({
        data: { answersRevision: { increment: 1 } },
        events: Array.from({ length: 1 + (i % 3) }, () => ({
          kind: 'questions-extracted' as const,
          totalQuestions: version,
        })),
        result: undefined,
      })),
    ),
  );
  const events = await seed.db.event.findMany({ orderBy: { sequence: 'asc' } });
  const where = { id: seed.where.id };
  const { version } = await seed.db.run.findUniqueOrThrow({ where });
  const { answersRevision } = await seed.db.workflow.findUniqueOrThrow({ where });
  expect(answersRevision).toBe(40);
  expect(events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: version }, (_, i) => i + 1));
  // Each event carries the version its change had seen: never one that came later.
  for (const { sequence, payload } of events)
    expect((payload as { totalQuestions: number }).totalQuestions).toBeLessThan(sequence);
});

test('a decision that fails leaves neither change nor event', async () => {
  await using seed = await seeded();
  const failing = changeWorkflow(app(seed.db), seed.where, async (tx) => {
    await tx.workflow.update({ where: { id: seed.where.id }, data: { clientName: 'Changed' } });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  const after = await seed.db.workflow.findUniqueOrThrow({
    where: { id: seed.where.id },
    include: { run: true },
  });
  expect(after).toMatchObject({ clientName: 'Northwind', run: { version: 0 } });
  expect(await seed.db.event.count()).toBe(0);
});

test("another organization's workflow is not found", async () => {
  await using seed = await seeded();
  const foreign = changeWorkflow(app(seed.db), { ...seed.where, organizationId: newId() }, async () => ({
    result: 1,
  }));
  await expect(foreign).rejects.toMatchObject({ kind: 'not-found' });
});
