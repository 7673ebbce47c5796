import { createHash, hkdfSync, timingSafeEqual } from 'node:crypto';
import { type Sql, systemSql } from '../platform/database/sql.js';
import { requestContext } from '../platform/observability/request-context.js';
import type { MasterKey } from '../platform/secrets/master-key.js';
import type { Env } from '../platform/settings/env.js';

/** 128 bits: eight groups of four hexadecimal digits. */
const BYTES = 16;

/** Made from the master key, so that all processes know it and none has to keep it. */
const codeOf = ({ key }: MasterKey): string =>
  Buffer.from(hkdfSync('sha256', key.export(), '', 'bidwright first account', BYTES))
    .toString('hex')
    .match(/.{4}/g)!
    .join('-');

const digestOf = (code: string) =>
  createHash('sha256').update(code.toLowerCase().replace(/[\s-]/g, '')).digest();

/**
 * Keeps strangers from making the first account of a service that others than this machine can reach: it takes over
 * everything, so it needs a code that only the operator sees, in the log.
 */
export class SetupCode {
  constructor(
    private readonly given: { env: Pick<Env, 'identity'>; sql: Sql; masterKeys: readonly MasterKey[] },
  ) {}

  /** Whether the first account may be made with this code: on this machine with none at all. */
  allows(code: string | null): boolean {
    const { env, masterKeys } = this.given;
    if (env.identity.singleUser) return !requestContext()?.proxied;
    const digest = digestOf(code ?? '');
    return masterKeys.some((key) => timingSafeEqual(digest, digestOf(codeOf(key))));
  }

  /** The code, for the operator's eyes; null where it is not asked for (any more). */
  async show(): Promise<string | null> {
    const { env, sql, masterKeys } = this.given;
    const [first] = masterKeys;
    if (env.identity.singleUser || !first) return null;
    const [row] = await systemSql(sql, 'authenticate').query<{ any: boolean }>(
      'SELECT EXISTS (SELECT FROM auth_account) AS any',
      [],
    );
    return row!.any ? null : codeOf(first);
  }
}
