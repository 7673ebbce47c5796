import type { App } from '../../app-types.js';
import { systemSql } from '../../platform/database/sql.js';
import { replyJson } from '../requests/reply.js';
import type { Asked } from '../routing/route.js';

const TIMEOUT_MS = 5_000;

interface Readiness {
  ready: boolean;
  checks: Record<'database' | 'temporal' | 'storage', { ok: boolean; message?: string }>;
}

/** GET /health: the process is up. */
export const health = ({ res }: Pick<Asked, 'res'>): void =>
  replyJson(res, 200, { status: 'ok', service: 'bidwright' });

/** GET /ready: whether requests should be sent here; operators are told why not. */
export async function ready({ app, req, res, isLeaving, isOperator }: Asked): Promise<void> {
  if (isLeaving()) return replyJson(res, 503, { ready: false, leaving: true });
  const state = await readiness(app);
  replyJson(res, state.ready ? 200 : 503, isOperator(req) ? state : withoutMessages(state));
}

/** Whether what the service stands on answers. Each check has five seconds. */
async function readiness(app: App): Promise<Readiness> {
  const [database, temporal, storage] = await Promise.all([
    check(systemSql(app.sql, 'health').query('SELECT 1', [])),
    check(app.durable.ping()),
    check(app.storage.ping()),
  ]);
  return { ready: database.ok && temporal.ok && storage.ok, checks: { database, temporal, storage } };
}

/** For others than operators, whom what connections say would tell addresses. */
const withoutMessages = ({ ready, checks: { database, temporal, storage } }: Readiness): Readiness => ({
  ready,
  checks: { database: { ok: database.ok }, temporal: { ok: temporal.ok }, storage: { ok: storage.ok } },
});

async function check(work: Promise<unknown>): Promise<{ ok: boolean; message?: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)), TIMEOUT_MS);
  });
  try {
    await Promise.race([work, late]);
    return { ok: true };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
