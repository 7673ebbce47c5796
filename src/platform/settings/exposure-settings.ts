import { z } from 'zod';
import { flag, listed } from './setting-types.js';

const origins = z.string().transform((text, context) => {
  const given = listed(text)
    .map((each) => each.replace(/\/+$/, ''))
    .filter(Boolean);
  for (const each of given)
    if (!URL.canParse(each) || new URL(each).origin !== each)
      context.addIssue({ code: 'custom', message: `${each} is no origin; write https://app.example.com` });
  return given;
});

/** What the API shows, and to whom. */
export const exposureVariables = {
  GRAPHIQL: flag.optional(),
  INTROSPECTION: flag.optional(),
  PERSISTED_OPERATIONS: z.string().optional(),
  PERSISTED_OPERATIONS_ONLY: flag.default(false),
  CORS_ORIGINS: origins.optional(),
  METRICS_TOKEN: z.string().min(16, 'must have 16 characters or more').optional(),
};

export interface Exposure {
  graphiql: boolean;
  /** Whether the schema can be asked for, and errors suggest names of it. */
  introspection: boolean;
  /** A JSON file of operations by their SHA-256; null for none. */
  operationsFile: string | null;
  /** Whether no other operations are executed. */
  onlyKnownOperations: boolean;
  /** Pages of these may talk to us, besides our own. */
  origins: ReadonlySet<string>;
  /** With which metrics are read from elsewhere; null where they are read on this machine alone. */
  metricsToken: string | null;
}

/** In production nothing is shown unless it is switched on. */
export const exposureOf = (
  v: z.infer<z.ZodObject<typeof exposureVariables>>,
  isProduction: boolean,
): Exposure => ({
  graphiql: v.GRAPHIQL ?? !isProduction,
  introspection: v.INTROSPECTION ?? v.GRAPHIQL ?? !isProduction,
  operationsFile: v.PERSISTED_OPERATIONS ?? null,
  onlyKnownOperations: v.PERSISTED_OPERATIONS_ONLY,
  origins: new Set(v.CORS_ORIGINS ?? []),
  metricsToken: v.METRICS_TOKEN ?? null,
});
