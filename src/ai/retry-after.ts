const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "6m0s", "1.5s", "20ms" as milliseconds; a bare number counts seconds. Null for anything else. */
export function durationMs(text: string): number | null {
  const trimmed = text.trim();
  if (/^\d+(?:\.\d+)?$/.test(trimmed)) return Math.ceil(Number(trimmed) * 1_000);
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(trimmed)) return null;
  let total = 0;
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)) {
    total += Number(amount) * unitMs[unit as keyof typeof unitMs];
  }
  return Math.ceil(total);
}

/** A reset header is a duration or a moment: seconds or milliseconds since 1970, or an HTTP date. */
function untilReset(text: string, now: number): number | null {
  const number = Number(text);
  if (number > 1e12) return Math.max(0, number - now);
  if (number > 1e9) return Math.max(0, number * 1_000 - now);
  return durationMs(text) ?? untilDate(text, now);
}

function untilDate(text: string, now: number): number | null {
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? null : Math.max(0, moment - now);
}

/** Only a limit that is used up keeps us waiting: OpenAI sends the resets of all its limits with every reply. */
function fromRateLimitHeaders(headers: Headers, now: number): number | null {
  const waits = ['', '-requests', '-tokens'].flatMap((limit) => {
    const reset = headers.get(`x-ratelimit-reset${limit}`);
    const remaining = headers.get(`x-ratelimit-remaining${limit}`);
    if (reset === null || (remaining !== null && Number(remaining) > 0)) return [];
    return untilReset(reset, now) ?? [];
  });
  return waits.length > 0 ? Math.max(...waits) : null;
}

/** "Please try again in 6m0s" (OpenAI, Groq), "Please retry in 36.5s" (Gemini, which sends no header). */
function fromText(message: string): number | null {
  const said = /(?:try again|retry) in ((?:\d+(?:\.\d+)?(?:ms|[smhd]))+)/i.exec(message)?.[1];
  return said === undefined ? null : durationMs(said);
}

/**
 * How long the provider asks to wait, in milliseconds, 0 or more; null where it does not say.
 * `Retry-After` is seconds or an HTTP date (RFC 9110, 10.2.3); `retry-after-ms` and `x-ratelimit-reset*` are
 * customs of OpenAI and Azure.
 */
export function retryAfterMs(headers: Headers | undefined, message: string, now: number): number | null {
  if (headers === undefined) return fromText(message);
  const milliseconds = headers.get('retry-after-ms');
  if (milliseconds !== null && /^\d+(?:\.\d+)?$/.test(milliseconds)) return Math.ceil(Number(milliseconds));
  const header = headers.get('retry-after');
  const told = header === null ? null : (durationMs(header) ?? untilDate(header, now));
  return told ?? fromRateLimitHeaders(headers, now) ?? fromText(message);
}
