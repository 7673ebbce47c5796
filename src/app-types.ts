import type { DocumentSandbox } from './formats/index.js';
import type { Identity } from './identity/identity-types.js';
import type { Models, PromptCatalogue } from './models/index.js';
import type { Db } from './platform/database/db.js';
import type { Sql } from './platform/database/sql.js';
import type { Durable } from './platform/durable.js';
import type { Wakeups } from './platform/events/wakeups.js';
import type { FileCache } from './platform/files/file-cache.js';
import type { Storage } from './platform/files/storage.js';
import type { VirusScanner } from './platform/files/virus-scan.js';
import type { Log } from './platform/observability/log.js';
import type { Vault } from './platform/secrets/vault.js';
import type { Env } from './platform/settings/env.js';
import type { LiveAnswers } from './qa/live-answers.js';
import type { DraftFeeds } from './rfp/drafts/draft-feeds.js';
import type { DraftWriter } from './rfp/drafts/draft-writer.js';
import type { Feeds } from './runs/event-feeds.js';
import type { Subjects } from './runs/event-types.js';
import type { Kinds } from './runs/kind.js';
import type { SourceUser } from './sources/source-types.js';

/** What use cases work with; put together once a process, in `app.ts`. */
export interface App {
  env: Env;
  log: Log;
  clock: () => Date;
  db: Db;
  sql: Sql;
  storage: Storage;
  /** Null where the operator has named none. */
  virusScanner: VirusScanner | null;
  /** Encrypts secrets that are kept in the database. */
  vault: Vault;
  documents: DocumentSandbox;
  /** What source documents are used for, and who may see them there. */
  sourceUsers: readonly SourceUser[];
  /** Pictures of their pages. */
  pageImages: FileCache;
  models: Models;
  /** Accounts, sessions and mail to their owners. */
  identity: Identity;
  /** What models are asked to do, with its default instructions. */
  prompts: PromptCatalogue;
  durable: Durable;
  /** What the kinds of runs do differently. */
  kinds: Kinds;
  /** What else has events. */
  subjects: Subjects;
  wakeups: Wakeups;
  feeds: Feeds;
  liveAnswers: LiveAnswers;
  /** Answers that a worker is writing: where it writes them, and where they are read. */
  draftWriter: DraftWriter;
  draftFeeds: DraftFeeds;
}
