import pg from 'pg';
import { expect, vi } from 'vitest';
import { newMasterKey } from '../../src/platform/secrets/master-key.js';
import { type Belongings, belongingsOf } from '../tenancy/walk/belongings.js';
import { furnish } from '../tenancy/walk/organization.js';
import { leastReply, modelServer } from './model-server.js';
import { type TestService, testService } from './service.js';
import { smtpServer } from './smtp-server.js';

/** An organization with data of every kind, in a service of its own, with a look into its database. */
export interface FurnishedService extends AsyncDisposable {
  service: TestService;
  client: pg.Client;
  /** What it has by now. */
  belongings(): Promise<Belongings>;
  /** Until no response is about to be written anew, since an answer was edited. */
  written(): Promise<void>;
}

export async function furnishedService(mark: string): Promise<FurnishedService> {
  const closing: (() => PromiseLike<unknown>)[] = [];
  const close = async () => {
    for (const end of closing.toReversed()) await end();
  };
  try {
    return { ...(await furnishIn(mark, closing)), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function furnishIn(
  mark: string,
  closing: (() => PromiseLike<unknown>)[],
): Promise<Omit<FurnishedService, typeof Symbol.asyncDispose>> {
  const use = <T extends AsyncDisposable>(it: T): T => {
    closing.push(() => it[Symbol.asyncDispose]());
    return it;
  };
  const smtp = use(await smtpServer());
  const model = use(await modelServer());
  model.reply(leastReply);
  const service = use(
    await testService({
      ...{ BIDWRIGHT_MASTER_KEYS: newMasterKey(), SIGN_UP: 'open', SMTP_URL: smtp.url },
      ...{ RATE_LIMIT_ADDRESS: '0', RATE_LIMIT_ACTOR: '0', MAILS_PER_ADDRESS: '0' },
      ...{ LIMIT_TOKENS: '1000000', LIMIT_DEPTH: '1000', LIMIT_COST: '1000000', LIMIT_ALIASES: '1000000' },
    }),
  );
  const client = new pg.Client({ connectionString: service.env.DATABASE_URL! });
  await client.connect();
  closing.push(() => client.end());
  const written = () =>
    vi.waitFor(
      async () => {
        const { rows } = await client.query(
          `SELECT 1 FROM run r JOIN workflow w ON w.id = r.id JOIN output o ON o.workflow_id = w.id
           WHERE r.state = 'READY' AND o.answers_revision <> w.answers_revision`,
        );
        expect(rows).toEqual([]);
      },
      { timeout: 60_000, interval: 200 },
    );
  const furnished = await furnish(service.url, { smtp, model, written, mark, versions: 2 });
  closing.push(async () => furnished.api.close());
  return { service, client, belongings: () => belongingsOf(client, furnished), written };
}
