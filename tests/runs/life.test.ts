import { describe, expect, test } from 'vitest';
import { kinds } from '../../src/app.js';
import type { App } from '../../src/app-types.js';
import { DEFAULT_ACTOR, ensureDefaultActor } from '../../src/identity/index.js';
import { openDatabase } from '../../src/platform/database/db.js';
import { sqlOver } from '../../src/platform/database/sql.js';
import type { Run } from '../../src/platform/durable.js';
import { newId } from '../../src/platform/ids.js';
import { createLog } from '../../src/platform/observability/log.js';
import {
  changeRun,
  commitStep,
  failRun,
  handleOf,
  RunSuperseded,
  startMissingRuns,
  triedAgain,
} from '../../src/runs/index.js';
import { testDatabase } from '../support/database.js';
import { seedWorkflow } from '../support/seed-workflow.js';

const FAILURE = { code: 'MODEL', message: 'The model does not answer. Try again.', retryable: true };
const NOW = new Date('2026-05-04T03:02:01Z');

/** A run in a database of its own, an engine that notes what it is told to start, and a clock that stands. */
async function seeded(data: object = {}) {
  const database = await testDatabase();
  const log = createLog('silent', false);
  const { db, pool, close } = openDatabase(database.url, 4, log);
  await ensureDefaultActor(db);
  const { organizationId, userId: createdById } = DEFAULT_ACTOR;
  const row = await seedWorkflow(db, {
    ...{ id: newId(), organizationId, createdById, reference: 'WF-RFP-TEST', kind: 'RFP_RESPONSE' },
    ...{ engine: 'rules', clientName: 'Northwind', attempt: 2, ...data },
  });
  const started: Run[] = [];
  const durable = { start: async (run: Run) => void started.push(run) };
  const app = { db, sql: sqlOver(pool), log, kinds, durable, clock: () => NOW } as unknown as App;
  const which = { id: row.id, organizationId };
  return {
    app,
    which,
    started,
    run: handleOf(row, 'Northwind'),
    read: () => db.run.findUniqueOrThrow({ where: { id: row.id } }),
    events: () => db.event.findMany({ orderBy: { sequence: 'asc' } }),
    change: (change: object, share?: number) =>
      changeRun(app, null, which, async () => ({
        data: change,
        ...(share !== undefined && { share }),
        result: null,
      })),
    async [Symbol.asyncDispose]() {
      await close();
      await database[Symbol.asyncDispose]();
    },
  };
}

describe('a change of a run', () => {
  test('moves percent with its state and with what of it is done, and never back', async () => {
    await using seed = await seeded();
    const percentAfter = async (change: object, share?: number) => {
      await seed.change(change, share);
      return (await seed.read()).percent;
    };
    expect(await percentAfter({ state: 'GENERATING' })).toBe(15);
    expect(await percentAfter({ completedAt: null }, 0.5)).toBe(50);
    expect(await percentAfter({ completedAt: null }, 7)).toBe(85);
    expect(await percentAfter({ completedAt: null }, 0.1)).toBe(85);
    expect(await percentAfter({ state: 'ANALYZING' })).toBe(85);
  });

  test('of its state is announced once, first, and by the time of the clock', async () => {
    await using seed = await seeded();
    const events = [{ kind: 'workflow-failed', ...FAILURE }];
    await changeRun(seed.app, null, seed.which, async () => ({
      data: { state: 'ANALYZING' },
      events,
      result: null,
    }));
    await seed.change({ state: 'ANALYZING' });
    expect(await seed.events()).toMatchObject([
      { sequence: 1, kind: 'state-changed', payload: { from: 'CREATED', to: 'ANALYZING' }, at: NOW },
      { sequence: 2, kind: 'workflow-failed', payload: FAILURE, at: NOW },
    ]);
    expect(await seed.read()).toMatchObject({ version: 2, updatedAt: NOW });
  });

  test('that is not announced shows at no time', async () => {
    await using seed = await seeded();
    const { updatedAt } = await seed.read();
    await seed.change({ engine: 'model' });
    expect(await seed.read()).toMatchObject({ engine: 'model', version: 0, updatedAt });
  });
});

describe('the work of a run', () => {
  const commit = ({ app, run }: Awaited<ReturnType<typeof seeded>>, attempt = 2) =>
    commitStep(app, null, { ...run, attempt }, async (_tx, { state }) => ({ result: state }));

  test('commits while the run is at work, and to bring up to date what is ready', async () => {
    await using seed = await seeded({ state: 'REVIEWING' });
    expect(await commit(seed)).toBe('REVIEWING');
    await seed.change({ state: 'READY' });
    expect(await commit(seed)).toBe('READY');
  });

  test('commits nothing once the run was retried, cancelled or is over', async () => {
    await using seed = await seeded({ state: 'REVIEWING' });
    await expect(commit(seed, 1)).rejects.toThrow(RunSuperseded);
    for (const state of ['ERROR', 'CANCELLED', 'SUBMITTED', 'CLOSED']) {
      await seed.change({ state });
      await expect(commit(seed), state).rejects.toThrow(RunSuperseded);
    }
  });

  test('that fails is in ERROR, and goes on from where it was', async () => {
    await using seed = await seeded({ state: 'GENERATING' });
    await failRun(seed.app, seed.run, FAILURE);
    const failed = await seed.read();
    expect(failed).toMatchObject({
      ...{ state: 'ERROR', resumeState: 'GENERATING', failureAt: NOW, failureRetryable: true },
      ...{ failureCode: FAILURE.code, failureMessage: FAILURE.message },
    });
    expect((await seed.events()).map(({ kind }) => kind)).toEqual(['state-changed', 'workflow-failed']);
    expect(triedAgain(kinds.RFP_RESPONSE, failed)).toEqual({
      ...{ state: 'GENERATING', resumeState: null, attempt: 3 },
      ...{ failureCode: null, failureMessage: null, failureAt: null, failureRetryable: null },
    });
  });

  test('that fails on what is ready leaves it ready', async () => {
    await using seed = await seeded({ state: 'READY' });
    await failRun(seed.app, seed.run, FAILURE);
    expect(await seed.read()).toMatchObject({ state: 'READY', failureCode: null, version: 0 });
  });
});

describe('the sweep', () => {
  const ago = (ms: number) => new Date(NOW.getTime() - ms);

  test.each([
    ['GENERATING', 31_000, 1],
    ['GENERATING', 29_000, 0],
    ['ERROR', 31_000, 0],
    ['CLOSED', 31_000, 0],
  ])('of a run in %s that has been quiet for %i ms starts %i', async (state, quietMs, count) => {
    await using seed = await seeded({ state, updatedAt: ago(quietMs) });
    expect(await startMissingRuns(seed.app)).toBe(count);
    expect(seed.started).toEqual(count ? [seed.run] : []);
  });

  test('starts the others where one cannot be started, and gives up where the engine is away', async () => {
    await using seed = await seeded({ state: 'GENERATING', updatedAt: ago(60_000) });
    const { organizationId } = seed.which;
    for (const n of [1, 2, 3, 4])
      await seedWorkflow(seed.app.db, {
        ...{ id: newId(), organizationId, createdById: DEFAULT_ACTOR.userId, kind: 'RFP_RESPONSE' },
        ...{ reference: `WF-RFP-${n}`, engine: 'rules', clientName: 'Northwind', updatedAt: ago(50_000 - n) },
      });
    const failing = (failures: number) => {
      let asked = 0;
      const start = async () => {
        if (++asked <= failures) throw new Error('away');
      };
      return { app: { ...seed.app, durable: { start } } as unknown as App, asked: () => asked };
    };
    const some = failing(2);
    expect(await startMissingRuns(some.app)).toBe(5);
    expect(some.asked()).toBe(5);
    const all = failing(5);
    await expect(startMissingRuns(all.app)).rejects.toThrow('away');
    expect(all.asked()).toBe(3);
  });
});
