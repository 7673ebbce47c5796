import { z } from 'zod';

const atMost = (fallback: number, max = 1_000_000) =>
  z.coerce.number().int().min(1).max(max).default(fallback);

const quota = (fallback: number) => z.coerce.number().int().min(0).max(1_000_000_000).default(fallback);

/** What one operation may be, and how much one caller may ask. */
export const limitVariables = {
  LIMIT_REQUEST_KB: atMost(1_024),
  LIMIT_VALUES: atMost(20_000),
  LIMIT_NESTING: atMost(64, 500),
  LIMIT_QUERY_KB: atMost(100),
  LIMIT_TOKENS: atMost(2_000),
  LIMIT_DEPTH: atMost(12),
  LIMIT_ALIASES: atMost(30),
  LIMIT_DIRECTIVES: atMost(30),
  LIMIT_COST: atMost(10_000),
  LIMIT_BATCH: atMost(10, 100),

  RATE_LIMIT_ADDRESS: quota(6_000),
  RATE_LIMIT_ACTOR: quota(200_000),
  MAILS_PER_ADDRESS: quota(5),
};

export interface OperationLimits {
  /** Bytes of a request without files. */
  bytes: number;
  /** Values in the JSON of a request, objects and lists among them. */
  values: number;
  /** Brackets within brackets, of JSON and of documents. */
  nesting: number;
  /** Bytes of a document. */
  text: number;
  /** Names, punctuators and values of a document, as its parser counts them. */
  tokens: number;
  /** Fields within fields. */
  depth: number;
  aliases: number;
  directives: number;
  /** Points; `src/http/graphql/limits/cost.ts` counts them. */
  cost: number;
  /** Operations in one HTTP request. */
  batch: number;
}

/** By which variable the operator sets each. */
export const LIMIT_SETTINGS = {
  bytes: 'LIMIT_REQUEST_KB',
  values: 'LIMIT_VALUES',
  nesting: 'LIMIT_NESTING',
  text: 'LIMIT_QUERY_KB',
  tokens: 'LIMIT_TOKENS',
  depth: 'LIMIT_DEPTH',
  aliases: 'LIMIT_ALIASES',
  directives: 'LIMIT_DIRECTIVES',
  cost: 'LIMIT_COST',
  batch: 'LIMIT_BATCH',
} as const satisfies Record<keyof OperationLimits, keyof typeof limitVariables>;

export const operationLimitsOf = (v: z.infer<z.ZodObject<typeof limitVariables>>): OperationLimits => ({
  bytes: v.LIMIT_REQUEST_KB * 1024,
  values: v.LIMIT_VALUES,
  nesting: v.LIMIT_NESTING,
  text: v.LIMIT_QUERY_KB * 1024,
  tokens: v.LIMIT_TOKENS,
  depth: v.LIMIT_DEPTH,
  aliases: v.LIMIT_ALIASES,
  directives: v.LIMIT_DIRECTIVES,
  cost: v.LIMIT_COST,
  batch: v.LIMIT_BATCH,
});

export interface QuotaSettings {
  /** Requests a minute from one address; 0 for any number. */
  requestsOfAddress: number;
  /** Points of cost a minute for one actor; 0 for any number. */
  pointsOfActor: number;
  /** Mails an hour to one address that others than its owner can ask for; 0 for any number. */
  mailsOfAddress: number;
}

export const quotaSettingsOf = (v: z.infer<z.ZodObject<typeof limitVariables>>): QuotaSettings => ({
  requestsOfAddress: v.RATE_LIMIT_ADDRESS,
  pointsOfActor: v.RATE_LIMIT_ACTOR,
  mailsOfAddress: v.MAILS_PER_ADDRESS,
});
