import { resolve } from 'node:path';
import { z } from 'zod';

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const count = (fallback: number, max: number) => z.coerce.number().int().min(1).max(max).default(fallback);
const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');

const variables = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port(4000),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  ALLOW_UNAUTHENTICATED_NETWORK: flag.default(false),
  BIDWRIGHT_DATA_DIR: z.string().default('.bidwright'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),

  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' }).optional(),
  DATABASE_POOL: count(16, 500),
  POSTGRES_PORT: port(54_329),

  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, 'must be host:port')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_TASK_QUEUE: z.string().default('bidwright'),
  TEMPORAL_PORT: port(7233),
  TEMPORAL_UI_PORT: port(8233),
  TEMPORAL_UI_URL: z.url().optional(),
  TEMPORAL_CLI: z.string().optional(),

  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  OPENAI_MODEL: z.string().optional(),
  OPENAI_EMBEDDING_MODEL: z.string().optional(),
  OPENAI_EMBEDDING_DIMENSIONS: z.coerce.number().int().min(8).max(8_192).optional(),
  MODEL_TIMEOUT_SECONDS: count(120, 3600),

  ANSWER_CONCURRENCY: count(8, 64),
  EXTRACTION_CONCURRENCY: count(2, 32),
  EXTRACTION_TIMEOUT_SECONDS: count(120, 3600),
  EXTRACTION_MEMORY_MB: count(1024, 65_536),
  VENDOR_NAME: z.string().trim().min(1).default('Your Company'),
});

/** The settings of a process, parsed once; an absent feature is null. Nothing else reads `process.env`. */
export interface Env {
  mode: 'development' | 'test' | 'production';
  http: { host: string; port: number; publicUrl: string | null };
  dataDir: string;
  logLevel: string;
  database: { url: string | null; poolSize: number; embeddedPort: number };
  temporal: {
    address: string | null;
    namespace: string;
    taskQueue: string;
    embeddedPort: number;
    embeddedUiPort: number;
    uiUrl: string | null;
    cliPath: string | null;
  };
  model: { apiKey: string; baseUrl: string | null; name: string; timeoutMs: number } | null;
  /** The model that turns passages and questions into vectors, at the same provider. */
  embedding: { apiKey: string; baseUrl: string | null; model: string; dimensions: number | null } | null;
  answerConcurrency: number;
  extraction: { concurrency: number; timeoutMs: number; memoryMb: number };
  vendorName: string;
}

/** All that is wrong with the environment, one line a variable. */
export class EnvError extends Error {
  override readonly name = 'EnvError';

  constructor(readonly problems: string[]) {
    super(`These settings need attention:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|localhost|::1|\[::1\])$/;

/** Without authentication a request from anywhere would act as the default user. */
function networkProblem(host: string, allowed: boolean): string | null {
  if (LOOPBACK.test(host) || allowed) return null;
  return (
    `HOST=${host} is reachable from other machines, and there is no authentication yet: whoever can connect ` +
    'would act as the default user. Use HOST=127.0.0.1 behind a proxy that authenticates, or set ' +
    'ALLOW_UNAUTHENTICATED_NETWORK=true where the network itself keeps strangers out.'
  );
}

const DEFAULT_MODEL = 'gpt-5-mini';

/** The provider is on as soon as a key or an endpoint of one's own is given (local endpoints need no key). */
function modelOf(v: z.infer<typeof variables>): Env['model'] {
  if (!v.OPENAI_API_KEY && !v.OPENAI_BASE_URL) return null;
  return {
    apiKey: v.OPENAI_API_KEY ?? 'none',
    baseUrl: v.OPENAI_BASE_URL ?? null,
    name: v.OPENAI_MODEL ?? DEFAULT_MODEL,
    timeoutMs: v.MODEL_TIMEOUT_SECONDS * 1000,
  };
}

function embeddingOf(v: z.infer<typeof variables>): Env['embedding'] {
  if (!v.OPENAI_EMBEDDING_MODEL) return null;
  return {
    apiKey: v.OPENAI_API_KEY ?? 'none',
    baseUrl: v.OPENAI_BASE_URL ?? null,
    model: v.OPENAI_EMBEDDING_MODEL,
    dimensions: v.OPENAI_EMBEDDING_DIMENSIONS ?? null,
  };
}

/**
 * Parses the environment.
 * @throws {EnvError} naming every variable that is wrong, all at once
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  // An empty variable is one that was left blank in .env, not a value.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = variables.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
  const network = networkProblem(
    given.HOST ?? '127.0.0.1',
    ['true', '1'].includes(given.ALLOW_UNAUTHENTICATED_NETWORK ?? ''),
  );
  if (network) problems.push(network);
  for (const name of ['OPENAI_MODEL', 'OPENAI_EMBEDDING_MODEL'])
    if (given[name] && !given.OPENAI_API_KEY && !given.OPENAI_BASE_URL)
      problems.push(
        `${name} is set without OPENAI_API_KEY (or OPENAI_BASE_URL for an endpoint without keys)`,
      );
  if (given.OPENAI_EMBEDDING_DIMENSIONS && !given.OPENAI_EMBEDDING_MODEL)
    problems.push('OPENAI_EMBEDDING_DIMENSIONS is set without OPENAI_EMBEDDING_MODEL');
  if (!parsed.success || problems.length) throw new EnvError(problems);

  const v = parsed.data;
  return {
    mode: v.NODE_ENV,
    http: { host: v.HOST, port: v.PORT, publicUrl: v.PUBLIC_URL?.replace(/\/+$/, '') ?? null },
    dataDir: resolve(v.BIDWRIGHT_DATA_DIR),
    logLevel: v.LOG_LEVEL,
    database: { url: v.DATABASE_URL ?? null, poolSize: v.DATABASE_POOL, embeddedPort: v.POSTGRES_PORT },
    temporal: {
      address: v.TEMPORAL_ADDRESS ?? null,
      namespace: v.TEMPORAL_NAMESPACE,
      taskQueue: v.TEMPORAL_TASK_QUEUE,
      embeddedPort: v.TEMPORAL_PORT,
      embeddedUiPort: v.TEMPORAL_UI_PORT,
      uiUrl: v.TEMPORAL_UI_URL?.replace(/\/+$/, '') ?? null,
      cliPath: v.TEMPORAL_CLI ?? null,
    },
    model: modelOf(v),
    embedding: embeddingOf(v),
    answerConcurrency: v.ANSWER_CONCURRENCY,
    extraction: {
      concurrency: v.EXTRACTION_CONCURRENCY,
      timeoutMs: v.EXTRACTION_TIMEOUT_SECONDS * 1000,
      memoryMb: v.EXTRACTION_MEMORY_MB,
    },
    vendorName: v.VENDOR_NAME,
  };
}
