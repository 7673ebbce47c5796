import type { Env } from '../../platform/settings/env.js';

/** Where the client reached us, for links: the configured URL, or what its Host header says. */
export function publicUrlOf(env: Env, host: string | null | undefined): string {
  if (env.http.publicUrl) return env.http.publicUrl;
  return `http://${host || `${env.http.host}:${env.http.port}`}`;
}
