import { expect, test } from 'vitest';
import { createApp, kinds } from '../../src/app.js';
import type { App } from '../../src/app-types.js';
import { asSystem, inOrganization } from '../../src/platform/database/scope.js';
import { createLog } from '../../src/platform/observability/log.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { extractText, labelWindow } from '../../src/rfp/index.js';
import { findWorkflow, runOf } from '../../src/rfp/workflow.js';
import { createDurable } from '../../temporal/client.js';
import { modelServer } from '../support/model-server.js';
import { textRfp, uploadRfp } from '../support/rfp.js';
import { scriptEngine } from '../support/scripted-engine.js';
import { testService } from '../support/service.js';

const BLOCKS = 2_000;

const rowsIn = (result: unknown): number =>
  Array.isArray(result)
    ? result.length
    : Object.values(result ?? {}).reduce((sum, value) => sum + (Array.isArray(value) ? value.length : 0), 1);

/** Counts the rows that are read, also those that come with another. */
function counting(db: App['db']): { db: App['db']; rows(): number } {
  let rows = 0;
  const counted = (model: object) =>
    new Proxy(model, {
      get: (target, name) => {
        const found = Reflect.get(target, name);
        if (!String(name).startsWith('find')) return found;
        return async (input: unknown) => {
          const result = await found.call(target, input);
          rows += rowsIn(result);
          return result;
        };
      },
    });
  const proxy = new Proxy(db, {
    get: (target, name) => {
      const found = Reflect.get(target, name);
      if (typeof found === 'function') return found.bind(target);
      return found && typeof found === 'object' && 'findMany' in found ? counted(found) : found;
    },
  });
  return { db: proxy as App['db'], rows: () => rows };
}

test('a long document is loaded once for all its windows', { timeout: 120_000 }, async () => {
  await using model = await modelServer();
  scriptEngine(model);
  await using service = await testService({ OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'scripted' }, 'api');
  const questions = Array.from(
    { length: BLOCKS },
    (_, n) =>
      `How do you keep the records of district ${n + 1} safe from loss, theft and fire over the years?`,
  );
  await uploadRfp(service, textRfp(questions));
  const env = parseEnv(service.env);
  const durable = createDurable({ ...env.temporal, address: env.temporal.address!, kinds });
  const app = await createApp(env, {
    databaseUrl: env.database.url!,
    durable,
    log: createLog('silent', false),
  });
  const { db, rows } = counting(app.db);
  const counted = { ...app, db };
  const { signal } = new AbortController();
  try {
    const { id, organizationId } = await asSystem('sweep', () => app.db.workflow.findFirstOrThrow());
    await inOrganization(organizationId, async () => {
      const run = runOf((await findWorkflow(app, { id, organizationId }))!);
      const { windows } = await extractText(app, run, signal);
      expect(windows).toBeGreaterThan(10);
      for (let window = 0; window < windows; window++) await labelWindow(counted, run, window, signal);
    });
    expect(rows()).toBeGreaterThan(BLOCKS);
    expect(rows()).toBeLessThan(2 * BLOCKS);
  } finally {
    await app.close();
    await durable.close();
  }
});
