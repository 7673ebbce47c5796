import type { AiFailure } from '../../ai/index.js';

/** What a test of a credential comes to. */
export const VERDICTS = [
  'OK',
  'BAD_KEY',
  'KEY_UNREADABLE',
  'NO_ACCESS',
  'UNKNOWN_MODEL',
  'NO_MODEL',
  'QUOTA_EXCEEDED',
  'RATE_LIMITED',
  'NO_SUCH_API',
  'FORBIDDEN_ADDRESS',
  'UNREACHABLE',
  'TIMED_OUT',
  'PROVIDER_FAILED',
  'UNUSABLE_REPLY',
  'REJECTED',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** In the order in which they are looked for. The words are those of `src/ai/classify.ts`. */
const REJECTIONS: [RegExp, Verdict][] = [
  [/refused the API key|holds characters that no key has/, 'BAD_KEY'],
  [/quota is used up/, 'QUOTA_EXCEEDED'],
  [/does not know the model/, 'UNKNOWN_MODEL'],
  [/does not let this API key use/, 'NO_ACCESS'],
  [/leads to an address at which/, 'FORBIDDEN_ADDRESS'],
  [/^Nothing answers|redirects elsewhere|is not a URL/, 'NO_SUCH_API'],
];

/** Sorts a failure by what somebody has to set right. */
export function verdictOf({ kind, status, message }: AiFailure): Verdict {
  const ours = message.split(' It said: ')[0]!;
  switch (kind) {
    case 'rejected':
      return REJECTIONS.find(([words]) => words.test(ours))?.[1] ?? 'REJECTED';
    case 'rate-limited':
      return 'RATE_LIMITED';
    case 'aborted':
      return 'TIMED_OUT';
    case 'unavailable':
      if (status !== null) return 'PROVIDER_FAILED';
      return /did not answer within/.test(ours) ? 'TIMED_OUT' : 'UNREACHABLE';
    case 'malformed':
      return /is not a (?:chat completion|list of embeddings)/.test(ours) ? 'NO_SUCH_API' : 'UNUSABLE_REPLY';
    case 'refused':
      return 'UNUSABLE_REPLY';
  }
}
