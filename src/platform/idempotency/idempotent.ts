import { setTimeout as wait } from 'node:timers/promises';
import type { Tx } from '../database/db.js';
import type { Sql } from '../database/sql.js';
import { conflict } from '../errors.js';
import { newId } from '../ids.js';
import { hashOf } from '../secrets/hash.js';

/** A piece of work that its caller may ask for several times and wants done once. */
export interface Keyed {
  /** What kind of work it is: the mutation. Keys of one kind do not meet keys of another. */
  work: string;
  /** Of the caller's choice; null for work that is done whenever it is asked for. */
  key: string | null;
  /** All that it is made of, besides the key. */
  input: unknown;
}

/** What is done under a key, for whoever does it. */
export interface Claim<T> {
  /**
   * Keeps the outcome in the transaction of the work itself, so that neither is there without the other. Work that does not
   * say so is kept when it is over: where its process dies in between, the next call does it anew.
   */
  keep(tx: Pick<Tx, '$executeRawUnsafe'>, outcome: T): Promise<void>;
}

const CLAIM_SECONDS = 60;
const LOOK_EVERY_MS = 100;
const PATIENCE_MS = 60_000;

interface WorkRow {
  hash: string;
  outcome: { value: unknown } | null;
}

/** Work under way in this process, by database and key. */
const underWay = new WeakMap<Sql, Map<string, { hash: string; done: Promise<unknown> }>>();

/**
 * Does work that has a key once: calls with the same key and input, at the same time or within a day, in whichever process,
 * get what the first one came to. Work that failed is forgotten, so that it can be asked for again. Where a process
 * dies in the midst of it, the next call after a minute does it anew.
 *
 * @param run the work; what it comes to must survive JSON. Without a key it has nothing to keep: null
 * @throws {DomainError} conflict where the key was used with other input, or the work takes longer than a minute
 */
export async function idempotent<T>(
  sql: Sql,
  organizationId: string,
  { work, key, input }: Keyed,
  run: (claim: Claim<T> | null) => Promise<T>,
): Promise<T> {
  if (key === null) return run(null);
  const hash = hashOf(input);
  const here = underWay.get(sql) ?? new Map<string, { hash: string; done: Promise<unknown> }>();
  underWay.set(sql, here);
  const name = [organizationId, work, key].join('\n');
  const same = here.get(name);
  if (same && same.hash !== hash) throw otherInput();
  if (same) return same.done as Promise<T>;
  const done = claimed(sql, [organizationId, work, key], hash, run);
  here.set(name, { hash, done });
  try {
    return await done;
  } finally {
    here.delete(name);
  }
}

type Name = readonly [organizationId: string, work: string, key: string];

async function claimed<T>(
  sql: Sql,
  name: Name,
  hash: string,
  run: (claim: Claim<T>) => Promise<T>,
): Promise<T> {
  const claim = newId();
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    if ((await sql.query(CLAIM, [...name, hash, claim, CLAIM_SECONDS])).length)
      return runClaimed(sql, name, claim, run);
    const [row] = await sql.query<WorkRow>(LOOK, [...name]);
    if (row && row.hash !== hash) throw otherInput();
    if (row?.outcome) return row.outcome.value as T;
    await wait(LOOK_EVERY_MS);
  }
  throw conflict(
    'The work with this idempotency key is still being done. Ask again with the same key later.',
  );
}

async function runClaimed<T>(
  sql: Sql,
  name: Name,
  claim: string,
  run: (claim: Claim<T>) => Promise<T>,
): Promise<T> {
  const alive = setInterval(
    () => sql.query(PROLONG, [...name, claim, CLAIM_SECONDS]).catch(() => {}),
    (CLAIM_SECONDS * 1000) / 3,
  );
  alive.unref();
  try {
    let isKept = false;
    const settled = (value: T) => [...name, claim, JSON.stringify({ value })];
    const value = await run({
      async keep(tx, outcome) {
        isKept = true;
        await tx.$executeRawUnsafe(SETTLE, ...settled(outcome));
      },
    });
    if (!isKept) await sql.query(SETTLE, settled(value));
    return value;
  } catch (error) {
    // Where that fails too, the claim runs out.
    await sql.query(GIVE_UP, [...name, claim]).catch(() => {});
    throw error;
  } finally {
    clearInterval(alive);
  }
}

/** Forgets keys a day after they were used. */
export const forgetKeys = async ({ sql }: { sql: Sql }): Promise<void> =>
  void (await sql.query("DELETE FROM keyed_work WHERE created_at < now() - interval '1 day'", []));

const otherInput = () =>
  conflict('This idempotency key was used before with other input. Use a new key for new work.');

const OWN = 'organization_id = $1::uuid AND work = $2 AND key = $3';
const CLAIM = `INSERT INTO keyed_work (organization_id, work, key, hash, claim, claimed_until)
  VALUES ($1::uuid, $2, $3, $4, $5::uuid, now() + make_interval(secs => $6))
  ON CONFLICT (organization_id, work, key) DO UPDATE SET claim = excluded.claim, claimed_until = excluded.claimed_until
  WHERE keyed_work.outcome IS NULL AND keyed_work.claimed_until < now() AND keyed_work.hash = excluded.hash
  RETURNING 1`;
const LOOK = `SELECT hash, outcome FROM keyed_work WHERE ${OWN}`;
const PROLONG = `UPDATE keyed_work SET claimed_until = now() + make_interval(secs => $5) WHERE ${OWN} AND claim = $4::uuid`;
const SETTLE = `UPDATE keyed_work SET outcome = $5::jsonb WHERE ${OWN} AND claim = $4::uuid`;
const GIVE_UP = `DELETE FROM keyed_work WHERE ${OWN} AND claim = $4::uuid AND outcome IS NULL`;
