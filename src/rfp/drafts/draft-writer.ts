import type { Sql } from '../../platform/database/sql.js';
import { DRAFT_CHANNEL, draftsOf } from '../../platform/events/wakeups.js';
import type { Log } from '../../platform/observability/log.js';

declare module '../../app-types.js' {
  interface App {
    /** Answers that a worker is writing: where it writes them, and where they are read. */
    draftWriter: DraftWriter;
  }
}

/** Texts are written at most this often, all that have grown in one statement. */
export const WRITE_EVERY_MS = 200;

/** Which answer a text is written for. */
export interface DraftOf {
  organizationId: string;
  workflowId: string;
  questionId: string;
  answerId: string;
  /** The run of the workflow. */
  run: number;
  /** Of the answer. */
  revision: number;
}

/** The text of an answer while it is written, for those who watch in any process. */
export interface LiveDraft {
  /** The text begins anew: what was shown is void. */
  restart(): void;
  show(text: string): void;
  /** Nothing more comes. Resolves when nothing of it is being written any more. */
  end(): Promise<void>;
}

interface Written {
  of: DraftOf;
  writer: string;
  text: string;
  /** Beginnings that are not in the table yet. */
  begins: number;
  isOver: boolean;
}

/** Writes the texts of answers as they grow. What cannot be written is not worth failing for: the answer itself comes. */
export class DraftWriter {
  readonly #changed = new Set<Written>();
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #lastWrite = Number.NEGATIVE_INFINITY;

  constructor(private readonly given: { sql: Sql; log: Log; clock: () => Date }) {}

  /** @param writer who writes: another one who began later is not disturbed */
  open(of: DraftOf, writer: string): LiveDraft {
    const draft: Written = { of, writer, text: '', begins: 0, isOver: false };
    const change = () => {
      this.#changed.add(draft);
      this.#schedule();
    };
    return {
      restart() {
        draft.begins++;
        draft.text = '';
        change();
      },
      show(text) {
        draft.text = text.toWellFormed().replaceAll('\0', '');
        change();
      },
      end: () => {
        draft.isOver = true;
        this.#changed.delete(draft);
        return this.#writing;
      },
    };
  }

  #schedule(): void {
    if (this.#timer) return;
    const wait = Math.max(0, this.#lastWrite + WRITE_EVERY_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#writing = this.#write();
    }, wait);
    this.#timer.unref();
  }

  async #write(): Promise<void> {
    const drafts = [...this.#changed].map((draft) => ({ draft, begins: draft.begins, text: draft.text }));
    this.#changed.clear();
    try {
      if (drafts.length > 0) await this.given.sql.query(WRITE, this.#valuesOf(drafts), { prepare: true });
      for (const { draft, begins } of drafts) draft.begins -= begins;
    } catch (error) {
      this.given.log.debug({ err: error }, 'the text of answers under way could not be shown');
      for (const { draft } of drafts) if (!draft.isOver) this.#changed.add(draft);
    }
    this.#lastWrite = performance.now();
    this.#timer = null;
    if (this.#changed.size > 0) this.#schedule();
  }

  #valuesOf(drafts: { draft: Written; begins: number; text: string }[]): unknown[] {
    const column = (value: (of: DraftOf) => unknown) => drafts.map(({ draft }) => value(draft.of));
    return [
      column(({ answerId }) => answerId),
      column(({ organizationId }) => organizationId),
      column(({ workflowId }) => workflowId),
      column(({ questionId }) => questionId),
      column(({ run }) => run),
      column(({ revision }) => revision),
      drafts.map(({ begins }) => begins),
      drafts.map(({ draft }) => draft.writer),
      drafts.map(({ text }) => text),
      this.given.clock(),
      DRAFT_CHANNEL,
      draftsOf(''),
    ];
  }
}

// The attempts of all who begin an answer are counted in its row. One that another has begun since is not written to.
const WRITE = `
  WITH written AS (
    INSERT INTO answer_draft (answer_id, organization_id, workflow_id, question_id, run, revision, attempt, writer, text, updated_at)
    SELECT *, $10::timestamptz FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::int[], $7::int[], $8::uuid[], $9::text[])
    ON CONFLICT (answer_id) DO UPDATE SET
      run = EXCLUDED.run, revision = EXCLUDED.revision, attempt = answer_draft.attempt + EXCLUDED.attempt,
      writer = EXCLUDED.writer, text = EXCLUDED.text, updated_at = EXCLUDED.updated_at
    WHERE EXCLUDED.attempt > 0 OR answer_draft.writer = EXCLUDED.writer
    RETURNING workflow_id
  )
  SELECT pg_notify($11::text, $12::text || workflow_id || ' 0') FROM (SELECT DISTINCT workflow_id FROM written) AS workflow`;
