import { APIError } from 'openai';
import { AiFailure, type AiFailureDetails } from './errors.js';
import { oneLine } from './redact.js';
import { retryAfterMs } from './retry-after.js';
import type { SettingNames } from './setting-names.js';

/** What the messages may name. */
export interface Endpoint {
  /** Host of the API, without credentials. */
  host: string;
  model: string;
  /** What the provider is called at the beginning of a sentence. */
  provider: string;
  names: SettingNames;
  redact: (text: string) => string;
  /** What is asked of it; chat completions where it is left out. */
  does?: 'embeddings';
}

/** The answer of a provider that says no, in whatever way it arrived. */
export interface ProviderAnswer {
  status: number;
  code: string;
  type: string;
  message: string;
  headers?: Headers | undefined;
  requestId?: string | null | undefined;
}

// Only the code tells a spent budget from too many requests: Gemini words both as "exceeded your current quota".
const spentBudget =
  /^(?:insufficient_quota|billing_hard_limit_reached|billing_not_active|insufficient_balance)$/i;
const tooLong =
  /context.?length|context window|maximum context|too many (?:input )?tokens|prompt is too long/i;
const badKey = /invalid_api_key|API_KEY_INVALID|api key not valid|incorrect api key|invalid api key/i;
const unknownModel =
  /model_not_found|DeploymentNotFound|\bmodel\b.*(?:not found|not exist|not supported|unknown|invalid)|(?:unknown|invalid|no such) model/i;

const keyRefused = ({ provider, names }: Endpoint) => `${provider} refused the API key. Check ${names.key}.`;

function whyRejected({ status, code, type, message }: ProviderAnswer, endpoint: Endpoint): string | null {
  const { host, model, provider, names, does } = endpoint;
  const setting = does ? names.embeddingModel : names.model;
  const said = `${code} ${type} ${message}`;
  if (status === 401 || (status < 500 && badKey.test(said))) return keyRefused(endpoint);
  if (status === 402 || (status === 429 && (spentBudget.test(code) || spentBudget.test(type)))) {
    return `${provider} says that the quota is used up. Check the plan and billing of the account.`;
  }
  if (status >= 300 && status < 400) return `${host} redirects elsewhere. Check ${names.baseUrl}.`;
  // A 429 with "too many tokens" passes (Bedrock); one for a request above a whole minute's allowance does not.
  const neverFits = status === 429 ? /^Request too large/i.test(message) : status < 500 && tooLong.test(said);
  if (status === 413 || neverFits) {
    return `The request is too long for the model "${model}". Use a model with a larger context or a higher limit.`;
  }
  if (status === 404 || (status === 400 && unknownModel.test(said))) {
    return unknownModel.test(said)
      ? `${provider} does not know the model "${model}". Check ${setting}.`
      : `Nothing answers ${does ?? 'chat completions'} at ${host}. Check ${names.baseUrl} and ${setting}.`;
  }
  if (status === 403) return `${provider} does not let this API key use "${model}". Check its permissions.`;
  return null;
}

/** The provider's name in the middle of a sentence. */
export const midSentence = ({ provider }: Pick<Endpoint, 'provider'>) => provider.replace(/^The /, 'the ');

const filtered = /^(?:content_filter|content_policy_violation)$/;

/** Sorts a provider's no by its status, and by its code where one status means two things. */
export function fromAnswer(answer: ProviderAnswer, endpoint: Endpoint): AiFailure {
  const { status, code, headers } = answer;
  const { provider } = endpoint;
  const details: AiFailureDetails = {
    status,
    requestId: answer.requestId ?? null,
    retryAfterMs: retryAfterMs(headers, answer.message, Date.now()),
  };
  const final = { ...details, retryAfterMs: null };
  const quote = oneLine(endpoint.redact(answer.message));
  const said = quote === '' ? '' : ` It said: ${quote}`;
  if (filtered.test(code)) {
    return new AiFailure('refused', `${provider}'s content filter refused the request.${said}`, final);
  }
  const rejection = whyRejected(answer, endpoint);
  if (rejection !== null) {
    // What providers say about a key quotes the key, so nothing of it is passed on.
    return new AiFailure(
      'rejected',
      rejection === keyRefused(endpoint) ? rejection : `${rejection}${said}`,
      final,
    );
  }
  if (status === 429) {
    return new AiFailure('rate-limited', `${provider} is limiting requests.${said}`, details);
  }
  if (status === 408 || status === 409 || status === 425 || status >= 500) {
    return new AiFailure('unavailable', `${provider} failed with status ${status}.${said}`, details);
  }
  return new AiFailure('rejected', `${provider} rejected the request (status ${status}).${said}`, final);
}

/** "ECONNREFUSED", "UND_ERR_SOCKET": the innermost code, which is what an operator can look up. */
function systemCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const own = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return systemCode(inner) ?? own;
}

/** Something answered with success, but in another language: a web page, a proxy, another API. */
export const notAChat = ({ host, names, does }: Endpoint, details?: AiFailureDetails) =>
  new AiFailure(
    'malformed',
    `The reply of ${host} is not ${does ? 'a list of embeddings' : 'a chat completion'}. Check ${names.baseUrl}.`,
    details,
  );

const saidIn = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string'
    ? body.message
    : null;

/** Our own failure, which the layers between here and the connection have wrapped. */
const failureIn = (error: unknown): AiFailure | null =>
  error instanceof AiFailure ? error : error instanceof Error ? failureIn(error.cause) : null;

/** Turns whatever the client library threw into the one failure that the rest of the house knows. */
export function classify(error: unknown, endpoint: Endpoint): AiFailure {
  const own = failureIn(error);
  if (own) return own;
  if (error instanceof APIError && error.status !== undefined) {
    const { status, code, type, headers, requestID } = error;
    // The library's own message has the status in front, and the whole body where the provider says nothing.
    const message = saidIn(error.error) ?? error.message.replace(/^\d{3} /, '');
    return fromAnswer(
      { status, code: code ?? '', type: type ?? '', message, headers, requestId: requestID },
      endpoint,
    );
  }
  if (error instanceof SyntaxError) return notAChat(endpoint);
  const code = systemCode(error);
  const reason = code === null ? '' : ` (${code})`;
  const failed = `The connection to ${midSentence(endpoint)} at ${endpoint.host} failed${reason}.`;
  return new AiFailure(
    'unavailable',
    `${failed} If this goes on, check ${endpoint.names.baseUrl} and the network.`,
  );
}
