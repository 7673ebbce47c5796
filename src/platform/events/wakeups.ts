import pg from 'pg';
import type { Log } from '../observability/log.js';

/**
 * The channel on which committed events are announced; the payload is "<uuid of the subject> <sequence>", and once more
 * "<uuid of the organization> <position>".
 */
export const EVENT_CHANNEL = 'event';
/** The same for questions that have been answered: "<uuid of the answer> 0". */
export const ANSWER_CHANNEL = 'qa_answer';
/** The same for credentials whose limits others wait for: "<credential's id> 0", and "model-pauses 0" for pauses. */
export const LIMIT_CHANNEL = 'model_limit';

/** The same for answers while they are written: "<`draftsOf` the workflow> 0". */
export const DRAFT_CHANNEL = 'answer_draft';
export const draftsOf = (workflowId: string) => `drafts:${workflowId}`;

/**
 * The same for who may do what: "<`identityOf` the user> 0" where a session, membership or key of his has changed, and
 * `IDENTITY_CHANNEL_ACCOUNTS` for the first account.
 */
export const IDENTITY_CHANNEL = 'identity';
export const IDENTITY_CHANNEL_ACCOUNTS = 'identity-accounts';
export const identityOf = (userId: string) => `identity:${userId}`;

/** The same for mails that came into line: "mail 0". */
export const MAIL_CHANNEL = 'mail';

const CHANNELS = [
  EVENT_CHANNEL,
  ANSWER_CHANNEL,
  LIMIT_CHANNEL,
  DRAFT_CHANNEL,
  IDENTITY_CHANNEL,
  MAIL_CHANNEL,
];

export interface Wakeups {
  /**
   * Calls `listener` when events of the run, item or organization may have been committed. A wake-up carries
   * no data and may come for nothing (after a reconnect, say): read the table.
   * @returns a function that ends it
   */
  on(id: string, listener: () => void): () => void;
  /** Whether what is committed now will be announced. While it is not, nothing may be taken to be unchanged. */
  readonly listening: boolean;
  /**
   * Calls `listener` when announcements may be missed from now on, until every listener of `on` is woken.
   * @returns a function that ends it
   */
  onLost(listener: () => void): () => void;
  close(): Promise<void>;
}

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 2_000;
// A connection that broke without a word (a cable, a firewall) is found out by asking.
const ASK_EVERY_MS = 5_000;
const PATIENCE_MS = 5_000;

/**
 * One LISTEN connection for the process, fanned out in memory. NOTIFY only wakes: what was sent while the
 * connection was down is lost, so every listener is woken after each reconnect.
 */
export async function listenForWakeups(databaseUrl: string, log: Log): Promise<Wakeups> {
  const listeners = new Map<string, Set<() => void>>();
  let client: pg.Client | null = null;
  let closed = false;
  let delay = FIRST_DELAY_MS;
  let timer: NodeJS.Timeout | undefined;
  const lostListeners = new Set<() => void>();

  const wakeAll = () => {
    for (const set of listeners.values()) for (const listener of set) listener();
  };

  async function connect() {
    const next = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      application_name: 'bidwright listen',
    });
    // Without a listener a broken connection ends the process; 'end' follows and reconnects.
    next.on('error', () => {});
    next.on('notification', ({ payload }) => {
      const id = payload?.split(' ', 1)[0];
      if (id) for (const listener of listeners.get(id) ?? []) listener();
    });
    await next.connect();
    next.on('end', reconnect);
    await next.query(CHANNELS.map((channel) => `LISTEN ${channel}`).join('; '));
    client = next;
    delay = FIRST_DELAY_MS;
  }

  function lose() {
    if (!client) return;
    client = null;
    for (const listener of lostListeners) listener();
  }

  const asking = setInterval(() => {
    const asked = client;
    if (!asked) return;
    const late = setTimeout(() => {
      if (client === asked) lose();
      // Its 'end' brings the reconnect.
      asked.connection.stream.destroy();
    }, PATIENCE_MS);
    asked.query('SELECT 1').then(
      () => clearTimeout(late),
      () => clearTimeout(late),
    );
  }, ASK_EVERY_MS);

  function reconnect() {
    if (closed) return;
    lose();
    clearTimeout(timer);
    timer = setTimeout(async () => {
      try {
        await connect();
        wakeAll();
      } catch (error) {
        log.warn({ error: String(error) }, 'still cannot listen for events; trying again');
        reconnect();
      }
    }, delay);
    delay = Math.min(delay * 2, LONGEST_DELAY_MS);
  }

  await connect();

  return {
    on(id, listener) {
      const set = listeners.get(id) ?? new Set();
      listeners.set(id, set.add(listener));
      return () => {
        set.delete(listener);
        if (!set.size && listeners.get(id) === set) listeners.delete(id);
      };
    },
    get listening() {
      return client !== null;
    },
    onLost(listener) {
      lostListeners.add(listener);
      return () => void lostListeners.delete(listener);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      clearInterval(asking);
      await client?.end();
    },
  };
}
