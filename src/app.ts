import { createAi, createEmbedder } from './ai/index.js';
import type { App } from './app-types.js';
import { DocumentSandbox } from './documents/index.js';
import { createKnowledgeFeeds } from './knowledge/index.js';
import { openDatabase } from './platform/db.js';
import type { Durable } from './platform/durable.js';
import type { Env } from './platform/env.js';
import type { Log } from './platform/log.js';
import { sqlOver } from './platform/sql.js';
import { createFolderStorage } from './platform/storage.js';
import { listenForWakeups } from './platform/wakeups.js';
import { proposalWork } from './proposals/index.js';
import { LiveAnswers } from './qa/index.js';
import { createEventFeeds, rfpWork } from './rfp/index.js';

/**
 * Puts the application together. It opens connections; `close` gives them back.
 * @param databaseUrl of a database whose migrations have been applied
 */
export async function createApp(
  env: Env,
  given: { databaseUrl: string; durable: Durable; log: Log },
): Promise<App & { close(): Promise<void> }> {
  const { durable, log } = given;
  const database = openDatabase(given.databaseUrl, env.database.poolSize, log);
  const wakeups = await listenForWakeups(given.databaseUrl, log);
  const sql = sqlOver(database.pool);
  const liveAnswers = new LiveAnswers();
  return {
    env,
    log,
    clock: () => new Date(),
    db: database.db,
    sql,
    storage: createFolderStorage(`${env.dataDir}/files`),
    documents: new DocumentSandbox({
      concurrency: env.extraction.concurrency,
      memoryBytes: env.extraction.memoryMb * 1024 * 1024,
      extractTimeoutMs: env.extraction.timeoutMs,
    }),
    ai: env.model && createAi({ ...env.model, model: env.model.name }),
    embedder: env.embedding && createEmbedder(env.embedding),
    durable,
    kinds: { RFP_RESPONSE: rfpWork, QUICK_PROPOSAL: proposalWork },
    wakeups,
    feeds: createEventFeeds(sql, wakeups),
    knowledgeFeeds: createKnowledgeFeeds(sql, wakeups),
    liveAnswers,
    async close() {
      await liveAnswers.close();
      await wakeups.close();
      await database.close();
    },
  };
}
