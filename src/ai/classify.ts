import { APIError } from 'openai';
import { AiFailure, type AiFailureDetails } from './errors.js';
import { oneLine } from './redact.js';
import { retryAfterMs } from './retry-after.js';

/** What the messages may name. */
export interface Endpoint {
  /** Host of the API, without credentials. */
  host: string;
  model: string;
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

const key = 'The model provider refused the API key. Check OPENAI_API_KEY.';

function whyRejected(
  { status, code, type, message }: ProviderAnswer,
  { host, model, does }: Endpoint,
): string | null {
  const setting = does ? 'OPENAI_EMBEDDING_MODEL' : 'OPENAI_MODEL';
  const said = `${code} ${type} ${message}`;
  if (status === 401 || (status < 500 && badKey.test(said))) return key;
  if (status === 402 || (status === 429 && (spentBudget.test(code) || spentBudget.test(type)))) {
    return 'The quota at the model provider is used up. Check the plan and billing of the account.';
  }
  // A 429 with "too many tokens" passes (Bedrock); one for a request above a whole minute's allowance does not.
  const neverFits = status === 429 ? /^Request too large/i.test(message) : status < 500 && tooLong.test(said);
  if (status === 413 || neverFits) {
    return `The request is too long for the model "${model}". Use a model with a larger context or a higher limit.`;
  }
  if (status === 404 || (status === 400 && unknownModel.test(said))) {
    return unknownModel.test(said)
      ? `The model provider does not know the model "${model}". Check ${setting}.`
      : `Nothing answers ${does ?? 'chat completions'} at ${host}. Check OPENAI_BASE_URL and ${setting}.`;
  }
  if (status === 403)
    return `The model provider does not let this API key use "${model}". Check its permissions.`;
  return null;
}

const filtered = /^(?:content_filter|content_policy_violation)$/;

/** Sorts a provider's no by its status, and by its code where one status means two things. */
export function fromAnswer(answer: ProviderAnswer, endpoint: Endpoint): AiFailure {
  const { status, code, headers } = answer;
  const details: AiFailureDetails = {
    status,
    requestId: answer.requestId ?? null,
    retryAfterMs: retryAfterMs(headers, answer.message, Date.now()),
  };
  const final = { ...details, retryAfterMs: null };
  const quote = oneLine(endpoint.redact(answer.message));
  const said = quote === '' ? '' : ` It said: ${quote}`;
  if (filtered.test(code)) {
    return new AiFailure('refused', `The model provider's content filter refused the request.${said}`, final);
  }
  const rejection = whyRejected(answer, endpoint);
  if (rejection !== null) {
    // What providers say about a key quotes the key, so nothing of it is passed on.
    return new AiFailure('rejected', rejection === key ? key : `${rejection}${said}`, final);
  }
  if (status === 429) {
    return new AiFailure('rate-limited', `The model provider is limiting requests.${said}`, details);
  }
  if (status === 408 || status === 409 || status === 425 || status >= 500) {
    return new AiFailure('unavailable', `The model provider failed with status ${status}.${said}`, details);
  }
  return new AiFailure(
    'rejected',
    `The model provider rejected the request (status ${status}).${said}`,
    final,
  );
}

/** "ECONNREFUSED", "UND_ERR_SOCKET": the innermost code, which is what an operator can look up. */
function systemCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const own = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return systemCode(inner) ?? own;
}

/** Something answered with success, but in another language: a web page, a proxy, another API. */
export const notAChat = ({ host, does }: Endpoint, details?: AiFailureDetails) =>
  new AiFailure(
    'malformed',
    `The reply of ${host} is not ${does ? 'a list of embeddings' : 'a chat completion'}. Check OPENAI_BASE_URL.`,
    details,
  );

/** Turns whatever the client library threw into the one failure that the rest of the house knows. */
export function classify(error: unknown, endpoint: Endpoint): AiFailure {
  if (error instanceof AiFailure) return error;
  if (error instanceof APIError && error.status !== undefined) {
    const { status, code, type, headers, requestID } = error;
    // The library prefixes its own messages with the status.
    const message = error.message.replace(/^\d{3} /, '');
    return fromAnswer(
      { status, code: code ?? '', type: type ?? '', message, headers, requestId: requestID },
      endpoint,
    );
  }
  if (error instanceof SyntaxError) return notAChat(endpoint);
  const code = systemCode(error);
  const reason = code === null ? '' : ` (${code})`;
  const failed = `The connection to the model provider at ${endpoint.host} failed${reason}.`;
  return new AiFailure('unavailable', `${failed} If this goes on, check OPENAI_BASE_URL and the network.`);
}
