import { readFileSync } from 'node:fs';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import type { Caller } from '../../../identity/index.js';
import { BoundedMap } from '../../../platform/concurrency/bounded-map.js';
import { invalidInput } from '../../../platform/errors.js';
import { sha256 } from '../../../platform/secrets/hash.js';

/** What a request says of its operation. */
export interface Asked {
  query?: string | null;
  extensions?: Record<string, unknown> | null;
}

/** Who asks; nothing is remembered for nobody. */
export interface Sender {
  caller: Caller | null;
}

const MOST_BYTES = 8 * 1024 * 1024;
const file = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string());
const reference = z.object({ sha256Hash: z.string().regex(/^[0-9a-f]{64}$/) });

/**
 * Operations that clients may name by the SHA-256 of their text, as the protocol of automatic persisted queries says
 * (`extensions.persistedQuery.sha256Hash`): those of a file, and those that callers sent with text and hash before. Where only
 * the file's operations are allowed, others are refused, named or not.
 */
export class KnownOperations {
  readonly #given: ReadonlyMap<string, string>;
  readonly #remembered = new BoundedMap<string>(MOST_BYTES);

  /** @param given texts by the SHA-256 of each, in hexadecimal */
  constructor(
    given: Record<string, string>,
    readonly only: boolean,
  ) {
    this.#given = new Map(Object.entries(given));
  }

  /** The text of the operation that is asked for, or why there is none. */
  textOf({ query, extensions }: Asked, { caller }: Sender): string | GraphQLError {
    const named = reference.safeParse(extensions?.persistedQuery);
    const hash = named.success ? named.data.sha256Hash : null;
    if (query) {
      if (!hash && !this.only) return query;
      const own = sha256(query);
      if (hash && hash !== own)
        return problem('The hash is not that of the query.', 'PERSISTED_QUERY_MISMATCH');
      if (this.only) return this.#given.get(own) ?? notAllowed();
      if (caller) this.#remembered.set(own, query, 2 * query.length);
      return query;
    }
    if (!hash) return query ?? '';
    const known = this.#given.get(hash) ?? this.#remembered.get(hash);
    if (known === undefined)
      return this.only ? notAllowed() : problem('PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND');
    return known;
  }
}

/**
 * Reads the file of operations: a JSON object of texts by their SHA-256.
 * @throws {DomainError} invalid-input where there is no such file, or a hash is not that of its text
 */
export function readOperations(path: string | null, only: boolean): KnownOperations {
  if (path === null) return new KnownOperations({}, only);
  try {
    const given = file.parse(JSON.parse(readFileSync(path, 'utf8')));
    const wrong = Object.entries(given).find(([hash, text]) => sha256(text) !== hash);
    if (wrong) throw new Error(`${wrong[0]} is not the SHA-256 of its operation`);
    return new KnownOperations(given, only);
  } catch (error) {
    const { message } = error as Error;
    throw invalidInput(`PERSISTED_OPERATIONS cannot be read from ${path}: ${message}`, []);
  }
}

const problem = (message: string, code: string) =>
  new GraphQLError(message, { extensions: { code, http: { spec: true, status: 400 } } });

const notAllowed = () =>
  problem('This service executes only operations that it was given.', 'PERSISTED_QUERY_ONLY');
