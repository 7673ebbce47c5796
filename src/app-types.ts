import type { Ai, Embedder } from './ai/index.js';
import type { DocumentSandbox } from './documents/index.js';
import type { KnowledgeFeeds } from './knowledge/event-feeds.js';
import type { Db } from './platform/db.js';
import type { Durable } from './platform/durable.js';
import type { Env } from './platform/env.js';
import type { EventFeeds } from './platform/event-feeds.js';
import type { Log } from './platform/log.js';
import type { Sql } from './platform/sql.js';
import type { Storage } from './platform/storage.js';
import type { Wakeups } from './platform/wakeups.js';
import type { LiveAnswers } from './qa/live-answers.js';
import type { WorkflowEvent } from './rfp/events.js';
import type { KindsOfWork } from './rfp/kinds.js';

/** What use cases work with; put together once a process, in `app.ts`. */
export interface App {
  env: Env;
  log: Log;
  clock: () => Date;
  db: Db;
  sql: Sql;
  storage: Storage;
  documents: DocumentSandbox;
  /** Null where no model is configured: tasks then take their rule-based way. */
  ai: Ai | null;
  /** Null where no embedding model is configured: the search then goes by words alone. */
  embedder: Embedder | null;
  durable: Durable;
  /** What the kinds of workflows do differently. */
  kinds: KindsOfWork;
  wakeups: Wakeups;
  feeds: EventFeeds<WorkflowEvent>;
  knowledgeFeeds: KnowledgeFeeds;
  liveAnswers: LiveAnswers;
}
