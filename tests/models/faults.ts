import type { AiFailureKind } from '../../src/ai/index.js';
import {
  cut,
  empty,
  endless,
  hang,
  json,
  malformed,
  type Reply,
  rateLimited,
  refusal,
  slowDrip,
  status,
  stream,
} from '../support/model-server.js';

/** Something that goes wrong at a provider, and what comes of it. Sentences as `plain` has them. */
export interface Fault {
  name: string;
  reply: Reply;
  kind: AiFailureKind;
  /** Requests for one question in a conversation, until it is given up. */
  asked: number;
  /** What the person reads who asked the question. */
  chat: string;
  /** What stands at the answer of an RFP or the end of its run, where it differs: its replies are not streamed. */
  draft?: string;
  /** What fails of an RFP: its answer, its whole run, or nothing, for it waits until the provider lets it. */
  fails: 'answer' | 'run' | 'nothing';
  /** Shows only under a short limit of time. */
  isSlow?: true;
}

const error = (message: string, code: string | null = null) => ({
  error: { message, type: 'invalid_request_error', param: null, code },
});
/** A reply of some length, for what happens in the middle of one. */
const long = { answer: 'word '.repeat(100), quotes: [], sufficient: true };
const inPiecesOrWhole =
  (pieces: Reply, whole: Reply): Reply =>
  (exchange) =>
    (exchange.streams ? pieces : whole)(exchange);

const RAISE = 'If it needs longer, raise MODEL_TIMEOUT_SECONDS.';
const AWAY = 'The model provider at HOST';

export const FAULTS: Fault[] = [
  {
    name: 'Status 429 without `Retry-After`',
    reply: rateLimited(),
    kind: 'rate-limited',
    asked: 3,
    chat: 'The model provider is limiting requests. It said: Rate limit reached for requests.',
    fails: 'nothing',
  },
  {
    name: 'Status 429 with `Retry-After: 60`',
    reply: rateLimited({ retryAfterSeconds: 60 }),
    kind: 'rate-limited',
    // Nobody who waits for an answer is kept waiting for a minute.
    asked: 1,
    chat: 'The model provider is limiting requests. It said: Rate limit reached for requests.',
    fails: 'nothing',
  },
  {
    name: 'Status 500',
    reply: status(500, error('The server had an error.')),
    kind: 'unavailable',
    asked: 3,
    chat: 'The model provider failed with status 500. It said: The server had an error.',
    fails: 'answer',
  },
  {
    name: 'Status 503',
    reply: status(503, error('The engine is overloaded.')),
    kind: 'unavailable',
    asked: 3,
    chat: 'The model provider failed with status 503. It said: The engine is overloaded.',
    fails: 'answer',
  },
  {
    name: 'No answer',
    reply: hang(),
    kind: 'unavailable',
    asked: 3,
    chat: `${AWAY} did not begin its reply within N seconds. ${RAISE}`,
    draft: `${AWAY} did not answer within N seconds. ${RAISE}`,
    fails: 'answer',
    isSlow: true,
  },
  {
    name: 'A slow drip',
    reply: inPiecesOrWhole(stream(long, { chunkMs: 150 }), slowDrip(long, 150)),
    kind: 'unavailable',
    asked: 3,
    chat: `${AWAY} wrote too slowly: its reply was not whole after N seconds. ${RAISE}`,
    draft: `${AWAY} did not answer within N seconds. ${RAISE}`,
    fails: 'answer',
    isSlow: true,
  },
  {
    name: 'Silence in the middle of a reply',
    reply: inPiecesOrWhole(
      stream(long, { before: (n) => (n === 3 ? new Promise(() => {}) : Promise.resolve()) }),
      hang(),
    ),
    kind: 'unavailable',
    asked: 3,
    chat: `${AWAY} stopped in the middle of its reply: nothing came for N seconds.`,
    draft: `${AWAY} did not answer within N seconds. ${RAISE}`,
    fails: 'answer',
    isSlow: true,
  },
  {
    name: 'The connection is cut in the middle of a reply',
    reply: inPiecesOrWhole(stream(long, { cutAfter: 3 }), cut()),
    kind: 'unavailable',
    asked: 3,
    chat: 'The connection to the model provider at HOST failed (UND_ERR_SOCKET). If this goes on, check OPENAI_BASE_URL and the network.',
    fails: 'answer',
  },
  {
    name: 'JSON that does not end',
    reply: malformed(),
    kind: 'malformed',
    asked: 6,
    chat: "The model's reply is not valid JSON.",
    fails: 'answer',
  },
  {
    name: 'A reply without an end',
    reply: endless(),
    kind: 'unavailable',
    asked: 3,
    chat: `${AWAY} sent a reply that is too long to be one.`,
    fails: 'answer',
  },
  {
    name: 'JSON of another form',
    reply: json({ reply: 'Yes' }),
    kind: 'malformed',
    asked: 6,
    chat: "The model's reply does not fit the schema at quotes (invalid_type), answered (invalid_value), answer (invalid_type).",
    draft:
      "The model's reply does not fit the schema at quotes (invalid_type), sufficient (invalid_type), answer (invalid_type).",
    fails: 'answer',
  },
  {
    name: 'An empty reply',
    reply: empty(),
    kind: 'malformed',
    asked: 6,
    chat: "The model's reply is empty.",
    fails: 'answer',
  },
  {
    name: 'The model declines',
    reply: refusal('I cannot help with that.'),
    kind: 'refused',
    asked: 1,
    chat: 'The model refused to answer. It said: I cannot help with that.',
    fails: 'answer',
  },
  {
    name: 'The text is too long for the model',
    reply: status(
      400,
      error("This model's maximum context length is 8192 tokens.", 'context_length_exceeded'),
    ),
    kind: 'rejected',
    asked: 1,
    chat: 'The request is too long for the model "MODEL". Use a model with a larger context or a higher limit. It said: This model\'s maximum context length is 8192 tokens.',
    fails: 'answer',
  },
  {
    name: 'A wrong key',
    reply: status(401, error('Incorrect API key provided: sk-test-secret.', 'invalid_api_key')),
    kind: 'rejected',
    asked: 1,
    chat: 'The model provider refused the API key. Check OPENAI_API_KEY.',
    fails: 'run',
  },
  {
    name: 'An unknown model',
    reply: status(404, error('The model does not exist.', 'model_not_found')),
    kind: 'rejected',
    asked: 1,
    chat: 'The model provider does not know the model "MODEL". Check OPENAI_MODEL. It said: The model does not exist.',
    fails: 'run',
  },
];

/** A sentence without what differs from test to test. */
export const plain = (sentence: string): string =>
  sentence
    .replace(/127\.0\.0\.1:\d+/g, 'HOST')
    .replace(/a second\b|\d+(?:\.\d+)? seconds/g, 'N seconds')
    .replace(/the model "[^"]+"/g, 'the model "MODEL"');
