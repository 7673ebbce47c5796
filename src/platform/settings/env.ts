import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type ScannerAddress, scannerAddressOf } from '../files/virus-scan.js';
import { type MasterKey, parseMasterKeys } from '../secrets/master-key.js';
import { type ConnectionSettings, connectionsOf, connectionVariables } from './connection-settings.js';
import { type Exposure, exposureOf, exposureVariables } from './exposure-settings.js';
import { isLoopback } from './hosts.js';
import {
  limitVariables,
  type OperationLimits,
  operationLimitsOf,
  type QuotaSettings,
  quotaSettingsOf,
} from './limit-settings.js';
import { isLoopbackUrl, type OidcProvider, oidcProvidersOf, oidcVariables } from './oidc-settings.js';
import { flag, listed } from './setting-types.js';
import {
  type TemporalSecurity,
  temporalSecurityOf,
  temporalSecurityProblems,
  temporalSecurityVariables,
} from './temporal-security.js';

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const count = (fallback: number, max: number) => z.coerce.number().int().min(1).max(max).default(fallback);
const hours = (fallback: number) => z.coerce.number().min(0).max(8_760).default(fallback);

function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
}

const variables = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port(4000),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  FRONTEND_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  ALLOWED_HOSTS: z
    .string()
    .default('')
    .transform((text) => listed(text.toLowerCase()))
    .refine(
      (hosts) =>
        hosts.every((host) => URL.canParse(`http://${host}`) && new URL(`http://${host}`).hostname === host),
      'must be names such as bids.example.com, without ports, separated by commas',
    ),
  ALLOW_PLAIN_HTTP: flag.default(false),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) => listed(text))
    .refine(
      (ranges) => ranges.every(isRange),
      'must be addresses and networks such as 10.0.0.0/8, separated by commas',
    ),
  SIGN_UP: z.enum(['invitation', 'open']).default('invitation'),
  SESSION_DAYS: count(14, 365),
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(0).max(525_600).default(720),
  REAUTHENTICATE_MINUTES: count(15, 1_440),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// URL' }).optional(),
  MAIL_FROM: z.string().default('Bidwright <bidwright@localhost>'),
  BIDWRIGHT_DATA_DIR: z.string().default('.bidwright'),
  BIDWRIGHT_MASTER_KEYS: z
    .string()
    .transform((text, context) => {
      try {
        return parseMasterKeys(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
        return z.NEVER;
      }
    })
    .optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),

  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' }).optional(),
  DATABASE_POOL: count(16, 500),
  DATABASE_ROW_SECURITY: flag.default(true),
  POSTGRES_PORT: port(54_329),

  SHUTDOWN_GRACE_SECONDS: z.coerce.number().min(0).max(600).optional(),
  SHUTDOWN_DRAIN_SECONDS: z.coerce.number().min(0).max(3600).optional(),

  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .optional(),
  OTEL_SERVICE_NAME: z.string().default('bidwright'),
  METRICS_PORT: port(0).optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),

  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, 'must be host:port')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_TASK_QUEUE: z.string().default('bidwright'),
  TEMPORAL_SCHEDULES: flag.default(true),
  TEMPORAL_PORT: port(7233),
  TEMPORAL_UI_PORT: port(8233),
  TEMPORAL_UI_URL: z.url().optional(),
  TEMPORAL_CLI: z.string().optional(),
  TEMPORAL_CLI_SHA256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits')
    .optional(),
  TEMPORAL_ENCRYPT_PAYLOADS: flag.optional(),
  TEMPORAL_CODEC_PORT: port(8234),

  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  OPENAI_MODEL: z.string().optional(),
  OPENAI_EMBEDDING_MODEL: z.string().optional(),
  OPENAI_EMBEDDING_DIMENSIONS: z.coerce.number().int().min(8).max(8_192).optional(),
  ALLOW_PRIVATE_MODEL_ADDRESSES: flag.optional(),
  MODEL_TIMEOUT_SECONDS: count(120, 3600),
  MODEL_CACHE_HOURS: hours(168),
  ANSWER_CACHE_HOURS: hours(24),
  ANSWER_CACHE_SIMILARITY: z.coerce.number().min(0.8).max(1).default(0.95),

  ANSWER_GRACE_SECONDS: z.coerce.number().min(0).max(600).default(15),

  NEEDS_INPUT_BELOW: z.coerce.number().min(0).max(1).default(0.07),
  ANSWER_CONCURRENCY: count(8, 64),
  EXTRACTION_CONCURRENCY: count(2, 32),
  EXTRACTION_TIMEOUT_SECONDS: count(120, 3600),
  EXTRACTION_MEMORY_MB: count(1024, 65_536),
  VIRUS_SCANNER: z
    .string()
    .transform((text, context) => {
      const address = scannerAddressOf(text);
      if (address) return address;
      context.addIssue({ code: 'custom', message: 'must be tcp://host:port or unix:///path of a clamd' });
      return z.NEVER;
    })
    .optional(),
  VENDOR_NAME: z.string().trim().min(1).default('Your Company'),

  ...temporalSecurityVariables,
  ...limitVariables,
  ...exposureVariables,
  ...connectionVariables,
  ...oidcVariables,
});

/** The settings of a process, parsed once; an absent feature is null. Nothing else reads `process.env`. */
export interface Env {
  mode: 'development' | 'test' | 'production';
  /** `trustedProxies`: addresses and networks whose word on the client's address is taken. */
  http: {
    host: string;
    port: number;
    publicUrl: string | null;
    /** Where links in mails lead, without a slash at the end; null for pages of our own. */
    frontendUrl: string | null;
    /** The names by which requests may call the service, besides those of this machine; null for any. */
    hosts: ReadonlySet<string> | null;
    trustedProxies: string[];
  };
  /** Why the API is not to be served as it would be; null where it may. */
  transportProblem: string | null;
  exposure: Exposure;
  connections: ConnectionSettings;
  /** What one operation may be. */
  limits: OperationLimits;
  /** How much one caller may ask. */
  quotas: QuotaSettings;
  /** Where traces are sent by OTLP over HTTP; null for nowhere. */
  tracing: { endpoint: string; serviceName: string } | null;
  /** How long a process that was told to stop still takes requests, and how long it may finish what runs. */
  shutdown: { graceMs: number; drainMs: number };
  /** Where a process serves its metrics; null for nowhere. The API serves them beside everything else, too. */
  metrics: { host: string; port: number } | null;
  identity: {
    /** Whether requests may act as the default user while there is no account. */
    singleUser: boolean;
    signUp: 'invitation' | 'open';
    sessionMs: number;
    /** After how long without a request a session ends before that; null for never. */
    idleMs: number | null;
    /** For how long after a sign-in sensitive changes are not asked to sign in again. */
    freshMs: number;
    /** Whose sign-ins are accepted besides our own; null for nobody's. */
    oidc: OidcProvider[] | null;
  };
  mail: { smtpUrl: string | null; from: string };
  dataDir: string;
  /** Secrets are encrypted under the first and open with all of them; null for those of the key file. */
  masterKeys: MasterKey[] | null;
  logLevel: string;
  database: {
    url: string | null;
    poolSize: number;
    /** Whether PostgreSQL itself keeps organizations apart: docs/tenancy.md. */
    rowSecurity: boolean;
    embeddedPort: number;
  };
  temporal: {
    address: string | null;
    security: TemporalSecurity;
    namespace: string;
    taskQueue: string;
    /** Whether workers make the schedules of periodic work. */
    schedules: boolean;
    embeddedPort: number;
    embeddedUiPort: number;
    uiUrl: string | null;
    cliPath: string | null;
    /** Whether Temporal is given encrypted payloads; encrypted ones are read in any case. */
    encryptPayloads: boolean;
    /** Where `npm run codec` listens, on loopback. */
    codecPort: number;
  };
  model: { apiKey: string; baseUrl: string | null; name: string; timeoutMs: number } | null;
  /** The model that turns passages and questions into vectors, at the same provider. */
  embedding: { apiKey: string; baseUrl: string | null; model: string; dimensions: number | null } | null;
  /** For how long replies of models are kept for the same request, and answers for nearly the same question; 0 for not. */
  cache: { replyHours: number; answerHours: number; answerSimilarity: number };
  /** Whether credentials may lead to addresses of this machine and of private networks. */
  allowPrivateModelAddresses: boolean;
  /** Drafts of a lower confidence, 0 to 1, are left to a person. */
  needsInputBelow: number;
  /** For how long a model goes on when nobody follows its answer any more. */
  answerGraceMs: number;
  answerConcurrency: number;
  extraction: { concurrency: number; timeoutMs: number; memoryMb: number };
  /** A clamd that looks through every upload; null for none. */
  virusScanner: ScannerAddress | null;
  vendorName: string;
}

/** All that is wrong with the environment, one line a variable. */
export class EnvError extends Error {
  override readonly name = 'EnvError';

  constructor(readonly problems: string[]) {
    super(`These settings need attention:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
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

/** Whether nobody but this machine reaches the service, as far as its settings say. */
const isLocal = ({ HOST, PUBLIC_URL }: z.infer<typeof variables>): boolean =>
  isLoopback(HOST) && (!PUBLIC_URL || isLoopback(new URL(PUBLIC_URL).hostname));

/** Sessions and keys could be read on the way where nothing speaks TLS for a service that others reach. */
const transportProblemOf = (v: z.infer<typeof variables>): string | null =>
  isLoopback(v.HOST) || v.PUBLIC_URL?.startsWith('https:') || v.TRUSTED_PROXIES.length || v.ALLOW_PLAIN_HTTP
    ? null
    : `HOST: ${v.HOST} is open to others, and the service speaks plain HTTP. Put a proxy with TLS in front and name it: ` +
      'PUBLIC_URL=https://… or TRUSTED_PROXIES. Where nobody else is on the way, set ALLOW_PLAIN_HTTP=true';

/** On loopback requests may act without signing in, so no page may pass for this machine there. */
function hostsOf(v: z.infer<typeof variables>): ReadonlySet<string> | null {
  if (!isLoopback(v.HOST) && !v.ALLOWED_HOSTS.length) return null;
  return new Set([...(v.PUBLIC_URL ? [new URL(v.PUBLIC_URL).hostname] : []), ...v.ALLOWED_HOSTS]);
}

/** In production load balancers need their time; whoever develops does not. */
function shutdownOf(v: z.infer<typeof variables>): Env['shutdown'] {
  const isProduction = v.NODE_ENV === 'production';
  return {
    graceMs: (v.SHUTDOWN_GRACE_SECONDS ?? (isProduction ? 5 : 0)) * 1000,
    drainMs: (v.SHUTDOWN_DRAIN_SECONDS ?? (isProduction ? 20 : 5)) * 1000,
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
  for (const name of ['OPENAI_MODEL', 'OPENAI_EMBEDDING_MODEL'])
    if (given[name] && !given.OPENAI_API_KEY && !given.OPENAI_BASE_URL)
      problems.push(
        `${name} is set without OPENAI_API_KEY (or OPENAI_BASE_URL for an endpoint without keys)`,
      );
  if (given.OPENAI_EMBEDDING_DIMENSIONS && !given.OPENAI_EMBEDDING_MODEL)
    problems.push('OPENAI_EMBEDDING_DIMENSIONS is set without OPENAI_EMBEDDING_MODEL');
  if (given.PERSISTED_OPERATIONS_ONLY && !given.PERSISTED_OPERATIONS)
    problems.push('PERSISTED_OPERATIONS_ONLY is set without PERSISTED_OPERATIONS, the file of operations');
  if (parsed.success && parsed.data.RATE_LIMIT_ACTOR && parsed.data.RATE_LIMIT_ACTOR < parsed.data.LIMIT_COST)
    problems.push('RATE_LIMIT_ACTOR is below LIMIT_COST: an operation may cost more than anybody has');
  if (parsed.success) problems.push(...temporalSecurityProblems(parsed.data));
  const oidc = oidcProvidersOf(given, parsed.data?.OIDC_PROVIDERS);
  problems.push(...oidc.problems);
  if (oidc.providers && parsed.success && !parsed.data.PUBLIC_URL && !isLoopback(parsed.data.HOST))
    problems.push('PUBLIC_URL: is needed with OIDC_…: providers send people back there');
  if (
    oidc.providers &&
    parsed.data?.PUBLIC_URL?.startsWith('http:') &&
    !isLoopbackUrl(parsed.data.PUBLIC_URL)
  )
    problems.push('PUBLIC_URL: must be https with OIDC_…, or codes to sign in with could be read on the way');
  if (!parsed.success || problems.length) throw new EnvError(problems);

  const v = parsed.data;
  return {
    mode: v.NODE_ENV,
    http: {
      host: v.HOST,
      port: v.PORT,
      publicUrl: v.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
      frontendUrl: v.FRONTEND_URL?.replace(/\/+$/, '') ?? null,
      hosts: hostsOf(v),
      trustedProxies: v.TRUSTED_PROXIES,
    },
    transportProblem: transportProblemOf(v),
    exposure: exposureOf(v, v.NODE_ENV === 'production'),
    connections: connectionsOf(v),
    limits: operationLimitsOf(v),
    quotas: quotaSettingsOf(v),
    tracing: v.OTEL_EXPORTER_OTLP_ENDPOINT
      ? { endpoint: v.OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/+$/, ''), serviceName: v.OTEL_SERVICE_NAME }
      : null,
    shutdown: shutdownOf(v),
    metrics: given.METRICS_PORT === undefined ? null : { host: v.METRICS_HOST, port: v.METRICS_PORT ?? 0 },
    identity: {
      singleUser: isLocal(v),
      signUp: v.SIGN_UP,
      sessionMs: v.SESSION_DAYS * 86_400_000,
      idleMs: v.SESSION_IDLE_MINUTES ? v.SESSION_IDLE_MINUTES * 60_000 : null,
      freshMs: v.REAUTHENTICATE_MINUTES * 60_000,
      oidc: oidc.providers,
    },
    mail: { smtpUrl: v.SMTP_URL ?? null, from: v.MAIL_FROM },
    dataDir: resolve(v.BIDWRIGHT_DATA_DIR),
    masterKeys: v.BIDWRIGHT_MASTER_KEYS ?? null,
    logLevel: v.LOG_LEVEL,
    database: {
      url: v.DATABASE_URL ?? null,
      poolSize: v.DATABASE_POOL,
      rowSecurity: v.DATABASE_ROW_SECURITY,
      embeddedPort: v.POSTGRES_PORT,
    },
    temporal: {
      address: v.TEMPORAL_ADDRESS ?? null,
      security: temporalSecurityOf(v),
      namespace: v.TEMPORAL_NAMESPACE,
      taskQueue: v.TEMPORAL_TASK_QUEUE,
      schedules: v.TEMPORAL_SCHEDULES,
      embeddedPort: v.TEMPORAL_PORT,
      embeddedUiPort: v.TEMPORAL_UI_PORT,
      uiUrl: v.TEMPORAL_UI_URL?.replace(/\/+$/, '') ?? null,
      cliPath: v.TEMPORAL_CLI ?? null,
      codecPort: v.TEMPORAL_CODEC_PORT,
      encryptPayloads: v.TEMPORAL_ENCRYPT_PAYLOADS ?? v.BIDWRIGHT_MASTER_KEYS !== undefined,
    },
    model: modelOf(v),
    embedding: embeddingOf(v),
    cache: {
      replyHours: v.MODEL_CACHE_HOURS,
      answerHours: v.ANSWER_CACHE_HOURS,
      answerSimilarity: v.ANSWER_CACHE_SIMILARITY,
    },
    allowPrivateModelAddresses: v.ALLOW_PRIVATE_MODEL_ADDRESSES ?? isLoopback(v.HOST),
    needsInputBelow: v.NEEDS_INPUT_BELOW,
    answerGraceMs: v.ANSWER_GRACE_SECONDS * 1000,
    answerConcurrency: v.ANSWER_CONCURRENCY,
    extraction: {
      concurrency: v.EXTRACTION_CONCURRENCY,
      timeoutMs: v.EXTRACTION_TIMEOUT_SECONDS * 1000,
      memoryMb: v.EXTRACTION_MEMORY_MB,
    },
    virusScanner: v.VIRUS_SCANNER ?? null,
    vendorName: v.VENDOR_NAME,
  };
}
