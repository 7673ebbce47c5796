import type { CompletionRequest } from '../../ai/index.js';

/** What a reply is reckoned with where nothing bounds it. */
const USUAL_REPLY = 1_000;
const CHARACTERS_PER_TOKEN = 4;

/** What a request may use at most, roughly; providers reckon with the bound of the reply as well. */
export const estimatedTokens = ({
  system,
  user,
  maxOutputTokens = USUAL_REPLY,
}: Pick<CompletionRequest<never>, 'system' | 'user' | 'maxOutputTokens'>): number =>
  tokensOf([system, user]) + maxOutputTokens;

/** What texts come to, roughly. */
export const tokensOf = (texts: string[]): number =>
  Math.ceil(texts.reduce((total, { length }) => total + length, 0) / CHARACTERS_PER_TOKEN);
