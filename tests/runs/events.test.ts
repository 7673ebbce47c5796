import { expect, test } from 'vitest';
import { kinds, subjects } from '../../src/app.js';
import { type Actor, DEFAULT_ACTOR, ensureDefaultActor } from '../../src/identity/index.js';
import { openDatabase } from '../../src/platform/database/db.js';
import { sqlOver } from '../../src/platform/database/sql.js';
import { listenForWakeups } from '../../src/platform/events/wakeups.js';
import { newId } from '../../src/platform/ids.js';
import { createLog } from '../../src/platform/observability/log.js';
import { changeRun, createEventFeeds, type Event, followEvents, writeEvents } from '../../src/runs/index.js';
import { testDatabase } from '../support/database.js';
import { seedWorkflow } from '../support/seed-workflow.js';

const WRITERS = 12;
const CHANGES = 15;

async function house() {
  const database = await testDatabase();
  const log = createLog('silent', false);
  const { db, pool, close } = openDatabase(database.url, WRITERS, log);
  await ensureDefaultActor(db);
  const sql = sqlOver(pool);
  const wakeups = await listenForWakeups(database.url, log);
  const app = { db, sql, kinds, subjects, feeds: createEventFeeds(sql, wakeups), clock: () => new Date() };
  const run = async (organizationId: string) => {
    const { id } = await seedWorkflow(db, {
      ...{ id: newId(), organizationId, reference: `WF-RFP-${newId()}`, kind: 'RFP_RESPONSE' },
      ...{ engine: 'rules', clientName: 'Northwind', createdById: DEFAULT_ACTOR.userId },
    });
    return { id, organizationId };
  };
  return {
    app,
    run,
    async [Symbol.asyncDispose]() {
      await wakeups.close();
      await close();
      await database[Symbol.asyncDispose]();
    },
  };
}

type House = Awaited<ReturnType<typeof house>>;

const answered = (n: number) => Array.from({ length: n }, () => ({ kind: 'answer-updated' }));

/** Changes a run, with transactions of various lengths behind the numbering of events and before it. */
const change = ({ app }: House, run: { id: string; organizationId: string }, n: number) =>
  changeRun(app, null, run, async (tx) => {
    await tx.$executeRaw`SELECT pg_sleep(${(n % 4) / 500})`;
    return { events: answered(1 + (n % 3)), result: undefined };
  });

/** Reads so many events, and comes back with the last position again and again, as after a lost connection. */
async function readAgainAndAgain({ app }: House, actor: Actor, count: number): Promise<Event[]> {
  const read: Event[] = [];
  while (read.length < count) {
    const after = read.length ? String(read.at(-1)!.position) : null;
    const events = await followEvents(app, actor, { after, kinds: null, fromNow: false });
    const enough = Math.min(count, read.length + 1 + (read.length % 7));
    for await (const event of events) if (read.push(event) >= enough) break;
  }
  return read;
}

test('a reader that keeps a cursor sees each event of many writers once, in the order of commit', async () => {
  await using it = await house();
  const { organizationId } = DEFAULT_ACTOR;
  const runs = await Promise.all(Array.from({ length: WRITERS }, () => it.run(organizationId)));
  const theirs = await it.run(newId());
  const writing = runs.map(async (run) => {
    for (let n = 0; n < CHANGES; n++) {
      await change(it, run, n);
      await change(it, theirs, 1);
    }
  });
  // Things without a run are numbered in the same stream.
  const item = newId();
  const touching = (async () => {
    for (let before = 0; before < CHANGES; before++)
      await it.app.db.$transaction((tx) =>
        writeEvents(
          tx,
          { organizationId, type: 'KNOWLEDGE_ITEM' },
          [{ id: item, before, changes: [{ kind: 'changed' }] }],
          new Date(),
        ),
      );
  })();
  const each = Array.from({ length: CHANGES }, (_, n) => 1 + (n % 3)).reduce((sum, n) => sum + n, 0);
  const count = WRITERS * each + CHANGES;
  const live = readAgainAndAgain(it, DEFAULT_ACTOR, count);
  await Promise.all([...writing, touching]);

  const seen = await live;
  expect(seen.map(({ position }) => position)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
  for (const id of [...runs.map((run) => run.id), item]) {
    const own = seen.filter(({ subjectId }) => subjectId === id).map(({ sequence }) => sequence);
    expect(own).toEqual(Array.from({ length: own.length }, (_, i) => i + 1));
  }
  // Told again later, it is the same story; and no event of others was in it.
  expect(await readAgainAndAgain(it, DEFAULT_ACTOR, count)).toEqual(seen);
  expect(seen.some(({ subjectId }) => subjectId === theirs.id)).toBe(false);
});

test('a position is not given to a transaction that fails', async () => {
  await using it = await house();
  const run = await it.run(DEFAULT_ACTOR.organizationId);
  await change(it, run, 0);
  const failing = it.app.db.$transaction(async (tx) => {
    const owner = { organizationId: run.organizationId, type: 'RFP_RESPONSE' as const };
    await writeEvents(tx, owner, [{ id: run.id, before: 1, changes: answered(1) }], new Date());
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await change(it, run, 0);
  const seen = await readAgainAndAgain(it, DEFAULT_ACTOR, 2);
  expect(seen.map(({ position, sequence }) => [position, sequence])).toEqual([
    [1, 1],
    [2, 2],
  ]);
});

test('whoever may not see a kind of thing is told nothing of it, and may follow some kinds of events alone', async () => {
  await using it = await house();
  const { organizationId } = DEFAULT_ACTOR;
  const run = await it.run(organizationId);
  await change(it, run, 0);
  await it.app.db.$transaction((tx) =>
    writeEvents(
      tx,
      { organizationId, type: 'KNOWLEDGE_ITEM' },
      [{ id: newId(), before: 0, changes: [{ kind: 'changed' }] }],
      new Date(),
    ),
  );
  const first = async (actor: Actor, kinds: string[] | null) => {
    const events = await followEvents(it.app, actor, { after: null, kinds, fromNow: false });
    const { value } = await events.next();
    await events.return?.();
    return value?.kind;
  };
  expect(await first({ ...DEFAULT_ACTOR, scopes: ['knowledge.view'] }, null)).toBe('changed');
  expect(await first(DEFAULT_ACTOR, null)).toBe('answer-updated');
  expect(await first(DEFAULT_ACTOR, ['changed'])).toBe('changed');
  await expect(first({ ...DEFAULT_ACTOR, scopes: ['qa.view'] }, null)).rejects.toMatchObject({
    kind: 'forbidden',
  });
  const wrong = followEvents(it.app, DEFAULT_ACTOR, { after: 'x', kinds: null, fromNow: false });
  await expect(wrong).rejects.toMatchObject({ kind: 'invalid-input' });
});

test('from now on means behind the last event there is', async () => {
  await using it = await house();
  const run = await it.run(DEFAULT_ACTOR.organizationId);
  await change(it, run, 0);
  const events = await followEvents(it.app, DEFAULT_ACTOR, { after: null, kinds: null, fromNow: true });
  const next = events.next();
  await change(it, run, 0);
  expect((await next).value).toMatchObject({ position: 2, subjectId: run.id });
  await events.return?.();
});
