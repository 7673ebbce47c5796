import type { App } from '../../app-types.js';
import { systemSql } from '../../platform/database/sql.js';

const PATIENCE_MS = 5_000;

export interface Readiness {
  ready: boolean;
  checks: Record<'database' | 'temporal' | 'storage', { ok: boolean; message?: string }>;
}

/** Whether what the service stands on answers. Each check has five seconds. */
export async function readiness(app: App): Promise<Readiness> {
  const [database, temporal, storage] = await Promise.all([
    check(systemSql(app.sql, 'health').query('SELECT 1', [])),
    check(app.durable.ping()),
    check(app.storage.ping()),
  ]);
  return { ready: database.ok && temporal.ok && storage.ok, checks: { database, temporal, storage } };
}

/** For strangers, whom what connections say would tell addresses. */
export const withoutMessages = ({
  ready,
  checks: { database, temporal, storage },
}: Readiness): Readiness => ({
  ready,
  checks: { database: { ok: database.ok }, temporal: { ok: temporal.ok }, storage: { ok: storage.ok } },
});

async function check(work: Promise<unknown>): Promise<{ ok: boolean; message?: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
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
