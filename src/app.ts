import type { App } from './app-types.js';
import { DocumentSandbox } from './formats/index.js';
import { createIdentity } from './identity/index.js';
import { knowledgeIngestion, knowledgeItem, knowledgeSources } from './knowledge/index.js';
import { createModels, promptCatalogue } from './models/index.js';
import { openDatabase } from './platform/database/db.js';
import { sqlOver, systemSql } from './platform/database/sql.js';
import type { Durable } from './platform/durable.js';
import { listenForWakeups } from './platform/events/wakeups.js';
import { FileCache } from './platform/files/file-cache.js';
import { createFolderStorage } from './platform/files/storage.js';
import { clamdScanner } from './platform/files/virus-scan.js';
import { createMailer } from './platform/mail.js';
import type { Log } from './platform/observability/log.js';
import { type MasterKey, masterKeysOf } from './platform/secrets/master-key.js';
import { createVault, type Vault } from './platform/secrets/vault.js';
import type { Env } from './platform/settings/env.js';
import { proposalTasks, quickProposal } from './proposals/index.js';
import { LiveAnswers, qaTasks } from './qa/index.js';
import { createDraftFeeds, DraftWriter, rfpResponse, rfpSources, rfpTasks } from './rfp/index.js';
import { createEventFeeds, type Kinds, type Subjects, taskSubject } from './runs/index.js';

/** Pictures of some 5,000 pages. */
const PAGE_IMAGES_BYTES = 1024 ** 3;

/** Every kind of run. */
export const kinds: Kinds = {
  RFP_RESPONSE: rfpResponse,
  QUICK_PROPOSAL: quickProposal,
  KNOWLEDGE_INGESTION: knowledgeIngestion,
};

/** What else has events. */
export const subjects: Subjects = { KNOWLEDGE_ITEM: knowledgeItem, TASK: taskSubject };

/**
 * Puts the application together. It opens connections; `close` gives them back.
 * @param given `databaseUrl` of a database whose migrations have been applied; the master keys that are there, and a
 *   `vault` over them, where they are left out
 */
export async function createApp(
  env: Env,
  given: {
    databaseUrl: string;
    durable: Durable;
    log: Log;
    vault?: Vault;
    masterKeys?: readonly MasterKey[];
  },
): Promise<App & { close(): Promise<void> }> {
  const masterKeys = given.masterKeys ?? (await masterKeysOf(env));
  const { durable, log, vault = createVault(masterKeys) } = given;
  const database = openDatabase(given.databaseUrl, env.database.poolSize, log, {
    rowSecurity: env.database.rowSecurity,
  });
  const wakeups = await listenForWakeups(given.databaseUrl, log);
  const sql = sqlOver(database.pool);
  const models = createModels({ env, db: database.db, sql, log, vault, wakeups });
  const liveAnswers = new LiveAnswers(env.answerGraceMs);
  const clock = () => new Date();
  return {
    env,
    log,
    clock,
    db: database.db,
    sql,
    vault,
    storage: createFolderStorage(`${env.dataDir}/files`),
    virusScanner: env.virusScanner && clamdScanner(env.virusScanner, log),
    documents: new DocumentSandbox({
      concurrency: env.extraction.concurrency,
      memoryBytes: env.extraction.memoryMb * 1024 * 1024,
      extractTimeoutMs: env.extraction.timeoutMs,
    }),
    sourceUsers: [rfpSources, knowledgeSources],
    pageImages: new FileCache(`${env.dataDir}/cache/pages`, PAGE_IMAGES_BYTES),
    models,
    identity: createIdentity({
      env,
      db: database.db,
      sql,
      wakeups,
      masterKeys,
      mailer: createMailer(env, log),
    }),
    prompts: promptCatalogue([...rfpTasks, ...proposalTasks, ...qaTasks]),
    durable,
    kinds,
    subjects,
    wakeups,
    feeds: createEventFeeds(sql, wakeups),
    liveAnswers,
    draftWriter: new DraftWriter({ sql: systemSql(sql, 'show-drafts'), log, clock }),
    draftFeeds: createDraftFeeds({ sql, wakeups, log, clock }),
    async close() {
      await liveAnswers.close();
      await models.close();
      await wakeups.close();
      await database.close();
    },
  };
}
