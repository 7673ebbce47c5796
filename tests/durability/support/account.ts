import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { isOutage } from '../../../src/platform/database/outage.js';
import type { ScriptedEngine } from '../../support/scripted-engine.js';

/** What a run has to show for itself, read from the database and the model server, not from the API. */
export interface Account {
  state: string;
  questions: number;
  /** Questions that have no drafted answer. */
  lost: number;
  /** Announcements of an answer beyond its first. */
  doubled: number;
  /** Drafts asked of the model for a question beyond the first. */
  repeated: number;
  /** Events whose number is not one more than that of the event before. */
  gaps: number;
}

const RETRY_MS = 50;

/** Reads from the database; waits for it where it was killed a moment ago. */
async function rowsOf<T>(databaseUrl: string, sql: string, values: unknown[]): Promise<T[]> {
  for (;;) {
    const client = new pg.Client({ connectionString: databaseUrl });
    client.on('error', () => {});
    try {
      await client.connect();
      return (await client.query(sql, values)).rows as T[];
    } catch (error) {
      if (!isOutage(error)) throw error;
    } finally {
      await client.end().catch(() => {});
    }
    await wait(RETRY_MS);
  }
}

const answersOf = (databaseUrl: string, reference: string) =>
  rowsOf<{ id: string; status: string; text: string }>(
    databaseUrl,
    `SELECT answer.id, answer.status::text, question.text FROM run
     JOIN question ON question.workflow_id = run.id JOIN answer ON answer.question_id = question.id
     WHERE run.reference = $1`,
    [reference],
  );

const count = <T>(items: T[], holds: (item: T, i: number) => boolean) => items.filter(holds).length;

/** Settles the account of a run. `expected` is how many questions the document has. */
export async function accountOf(
  databaseUrl: string,
  reference: string,
  { engine, expected }: { engine: ScriptedEngine; expected: number },
): Promise<Account> {
  const [workflow] = await rowsOf<{ state: string }>(
    databaseUrl,
    'SELECT state FROM run WHERE reference = $1',
    [reference],
  );
  const answers = await answersOf(databaseUrl, reference);
  const events = await rowsOf<{ sequence: number; kind: string; payload: { answerId?: string } }>(
    databaseUrl,
    `SELECT sequence, event.kind, payload FROM event
     JOIN run ON run.id = event.subject_id WHERE reference = $1 ORDER BY sequence`,
    [reference],
  );
  const announced = events.flatMap(({ kind, payload }) =>
    kind === 'answer-updated' ? [payload.answerId] : [],
  );
  const drafted = count(answers, ({ status }) =>
    ['DRAFTED', 'APPROVED_MATCH', 'NEEDS_INPUT'].includes(status),
  );
  return {
    state: workflow?.state ?? 'none',
    questions: answers.length,
    lost: expected - drafted,
    doubled: announced.length - new Set(announced).size,
    repeated: answers.reduce((sum, { text }) => sum + Math.max(0, engine.draftsFor(text) - 1), 0),
    gaps: count(events, ({ sequence }, i) => sequence !== i + 1),
  };
}

/**
 * Kills, and says which drafts were in flight at that moment: asked of the model, not yet committed. What was
 * committed is read before the kill and what was asked after it, so that none is missed.
 * @returns one name for each draft; a draft that stays unfinished through several kills has one name in all
 */
export async function inFlightAt(
  databaseUrl: string,
  reference: string,
  engine: ScriptedEngine,
  kill: () => Promise<void>,
): Promise<string[]> {
  const pending = (await answersOf(databaseUrl, reference)).filter(({ status }) => status === 'PENDING');
  await kill();
  return pending.flatMap(({ text }) => {
    const drafts = engine.draftsFor(text);
    return drafts > 0 ? `${text} ${drafts}` : [];
  });
}

const TOPICS = ['encryption at rest', 'incident response', 'disaster recovery', 'backups', 'data in transit'];

/** Questions that differ from each other and that the sample knowledge can answer. */
export const questionsAbout = (howMany: number): string[] =>
  Array.from({ length: howMany }, (_, i) => {
    const topic = TOPICS[i % TOPICS.length];
    return i % 3 === 2
      ? `The vendor shall provide ${topic} for customer group ${i + 1}.`
      : `How do you handle ${topic} for customer group ${i + 1}?`;
  });
