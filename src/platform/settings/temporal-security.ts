import { z } from 'zod';
import { flag } from './setting-types.js';

/** How the connection to a Temporal server of one's own is secured. */
export const temporalSecurityVariables = {
  TEMPORAL_TLS: flag.optional(),
  TEMPORAL_TLS_CA_FILE: z.string().optional(),
  TEMPORAL_TLS_CERT_FILE: z.string().optional(),
  TEMPORAL_TLS_KEY_FILE: z.string().optional(),
  TEMPORAL_API_KEY: z.string().optional(),
};

type Variables = z.infer<z.ZodObject<typeof temporalSecurityVariables>>;

export interface TemporalSecurity {
  /** Null for plain text. Files in PEM: whom to trust, null for those whom the system trusts; what to show, null for nothing. */
  tls: { caFile: string | null; own: { certFile: string; keyFile: string } | null } | null;
  /** Sent with every call; null for none. */
  apiKey: string | null;
}

const NEEDS_TLS = [
  'TEMPORAL_TLS_CA_FILE',
  'TEMPORAL_TLS_CERT_FILE',
  'TEMPORAL_TLS_KEY_FILE',
  'TEMPORAL_API_KEY',
] as const;

/** What does not fit together, one line each. */
export function temporalSecurityProblems(v: Variables & { TEMPORAL_ADDRESS?: string | undefined }): string[] {
  const given = NEEDS_TLS.filter((name) => v[name]);
  const problems: string[] = [];
  if (v.TEMPORAL_TLS === false && given.length)
    problems.push(`TEMPORAL_TLS is false, and ${given.join(', ')} would go in plain text or be of no use`);
  if (!v.TEMPORAL_ADDRESS && (v.TEMPORAL_TLS || given.length))
    problems.push(
      'TEMPORAL_TLS, its files and TEMPORAL_API_KEY are for a server of yours: set TEMPORAL_ADDRESS, or leave them out',
    );
  if (!v.TEMPORAL_TLS_CERT_FILE !== !v.TEMPORAL_TLS_KEY_FILE)
    problems.push('TEMPORAL_TLS_CERT_FILE and TEMPORAL_TLS_KEY_FILE need each other');
  return problems;
}

/** TLS is on where it is switched on, or anything is set that needs it. */
export function temporalSecurityOf(v: Variables): TemporalSecurity {
  const { TEMPORAL_TLS_CERT_FILE: certFile, TEMPORAL_TLS_KEY_FILE: keyFile } = v;
  const isOn = v.TEMPORAL_TLS ?? NEEDS_TLS.some((name) => v[name]);
  const own = certFile && keyFile ? { certFile, keyFile } : null;
  return {
    tls: isOn ? { caFile: v.TEMPORAL_TLS_CA_FILE ?? null, own } : null,
    apiKey: v.TEMPORAL_API_KEY ?? null,
  };
}
