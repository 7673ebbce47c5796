import { Reading } from '../../platform/concurrency/reading.js';
import { Shared } from '../../platform/concurrency/shared.js';
import { currentScope, inScope } from '../../platform/database/scope.js';
import type { Sql } from '../../platform/database/sql.js';
import { draftsOf, type Wakeups } from '../../platform/events/wakeups.js';
import type { Log } from '../../platform/observability/log.js';
import { RENEW_EVERY_MS, watch } from './watch.js';

declare module '../../app-types.js' {
  interface App {
    draftFeeds: DraftFeeds;
  }
}

/** An answer that is being written, as far as it has come. */
export interface Draft {
  answerId: string;
  questionId: string;
  revision: number;
  attempt: number;
  text: string;
}

/** What is being written for one workflow, shared by all who watch it in this process: read once, however many they are. */
export class DraftFeed {
  drafts: readonly Draft[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #reading: Reading;

  constructor(private readonly read: () => Promise<Draft[]>) {
    this.#reading = new Reading(
      () => this.look(),
      () => this.#listeners.size > 0,
    );
  }

  wake(): void {
    this.#reading.wake();
  }

  async look(): Promise<void> {
    this.drafts = await this.read();
    for (const listener of [...this.#listeners]) listener();
  }

  /** @returns a function that ends it */
  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

/** Joining says for as long as it lasts that the workflow is watched. */
export type DraftFeeds = Shared<Promise<DraftFeed>>;

export const createDraftFeeds = ({
  sql,
  wakeups,
  log,
  clock,
}: {
  sql: Sql;
  wakeups: Wakeups;
  log: Log;
  clock: () => Date;
}): DraftFeeds =>
  new Shared((workflowId) => {
    // What is announced wakes nobody's request: it is read for the organization of who came first, whose workflow it is.
    const scope = currentScope();
    const feed = new DraftFeed(() =>
      inScope(scope, () => sql.query<Draft>(UNDER_WAY, [workflowId], { prepare: true })),
    );
    const stop = wakeups.on(draftsOf(workflowId), () => feed.wake());
    const renewing = setInterval(() => {
      watch(sql, workflowId, clock()).catch((error: unknown) =>
        log.debug({ err: error }, 'that a workflow is watched will be said again'),
      );
    }, RENEW_EVERY_MS);
    const open = async () => {
      await watch(sql, workflowId, clock());
      await feed.look();
      return feed;
    };
    return {
      thing: open(),
      close: () => {
        clearInterval(renewing);
        stop();
      },
    };
  });

// What another run, or a draft that a person overtook, has left is not under way.
const UNDER_WAY = `
  SELECT draft.answer_id AS "answerId", draft.question_id AS "questionId", draft.revision, draft.attempt, draft.text
  FROM answer_draft draft
  JOIN answer ON answer.id = draft.answer_id AND answer.status = 'PENDING' AND answer.revision = draft.revision
  JOIN run ON run.id = draft.workflow_id AND run.attempt = draft.run
  WHERE draft.workflow_id = $1
  ORDER BY draft.question_id`;
