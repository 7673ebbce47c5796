import pg from 'pg';
import type { ApiClient, Reply } from '../support/api-client.js';
import { SAMPLE_KNOWLEDGE } from '../support/knowledge.js';
import type { ModelRequest, ModelServer } from '../support/model-server.js';
import { blocksOf } from '../support/scripted-engine.js';
import { type TestService, testService } from '../support/service.js';

export const ANSWER = `id question answer confidence found status engine
  sources { text score metadata { source section page start end knowledgeId } }
  searched { query passages nearest { text score metadata { source knowledgeId } } }
  sentences { start end supported sources support byPerson } conversation { id title } failure { code message }
  feedback { helpful comment by { email } at } libraryItem { id kind title }`;

const ASK = `mutation ($input: AskQuestionInput!) {
  askQuestion(input: $input) { answer { ${ANSWER} } errors { code message path } }
}`;

/** Asks, and returns the payload. */
export const ask = async (
  api: ApiClient,
  question: string,
  more: Record<string, unknown> = {},
): Promise<Reply> => (await api.run(ASK, { input: { question, ...more } })).askQuestion;

/** Asks, and returns the answer; fails where there is none. */
export async function answerTo(
  api: ApiClient,
  question: string,
  more: Record<string, unknown> = {},
): Promise<Reply> {
  const { answer, errors } = await ask(api, question, more);
  if (errors.length) throw new Error(errors[0].message);
  return answer;
}

export const STREAM = `subscription ($input: AnswerStreamInput!) {
  answerStream(input: $input) {
    __typename answerId
    ... on AnswerDelta { text }
    ... on AnswerCompleted { answer { ${ANSWER} } }
    ... on AnswerFailed { failure { code message } answer { id status } }
  }
}`;

export const stream = (api: ApiClient, input: Record<string, unknown>) => api.subscribe(STREAM, { input });

/** Follows an answer to its end. */
export async function streamed(api: ApiClient, input: Record<string, unknown>): Promise<Reply[]> {
  const events: Reply[] = [];
  for await (const { data, errors } of stream(api, input)) {
    if (errors) throw new Error(errors[0]?.message);
    events.push(data.answerStream);
  }
  return events;
}

/** The text that a client has after these events: the pieces since the last reset. */
export function shownBy(events: Reply[]): string {
  let text = '';
  for (const { __typename, text: piece } of events) {
    if (__typename === 'AnswerReset') text = '';
    if (__typename === 'AnswerDelta') text += piece;
  }
  return text;
}

export const getAnswer = async (api: ApiClient, id: string): Promise<Reply> =>
  (await api.run(`query ($id: ID!) { node(id: $id) { ... on QaAnswer { ${ANSWER} } } }`, { id })).node;

export async function addText(api: ApiClient, title: string, content: string): Promise<void> {
  const { addKnowledge } = await api.run(
    'mutation ($input: AddKnowledgeInput!) { addKnowledge(input: $input) { errors { message } } }',
    { input: { title, content } },
  );
  if (addKnowledge.errors.length) throw new Error(addKnowledge.errors[0].message);
}

/** What the audit has, in order. */
export const auditOf = (service: TestService): Promise<{ action: string; details: Reply }[]> =>
  sql(service, 'SELECT action, details FROM audit_record ORDER BY id');

/** A statement on the service's database. */
export async function sql(service: TestService, statement: string, values: unknown[] = []): Promise<Reply[]> {
  const client = new pg.Client({ connectionString: service.env.DATABASE_URL! });
  await client.connect();
  try {
    return (await client.query(statement, values)).rows;
  } finally {
    await client.end();
  }
}

/** The passages that a request shows the model, without where they come from. */
export const passagesIn = (request: ModelRequest): string[] =>
  blocksOf(request)
    .filter(({ label }) => label.startsWith('passage'))
    .map(({ text }) => text.split('\n\n').slice(1).join('\n\n'));

/** The question that a request asks. */
export const questionIn = (request: ModelRequest): string =>
  blocksOf(request).find(({ label }) => label === 'question')?.text ?? '';

const firstSentence = (text: string) => /^[\s\S]*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;

/** A sensible reply: the first sentence of the first passage, quoted. */
export function goodReply(request: ModelRequest) {
  const quote = firstSentence(passagesIn(request)[0] ?? '');
  const told = `${quote.replace(/\s+/g, ' ')} [1]`;
  return { quotes: [{ passage: 1, quote }], answered: 'all', answer: `In short: ${told}` };
}

/** A service whose model is played by the server, knowing the sample texts. */
export async function qaService(model: ModelServer, env: Record<string, string> = {}): Promise<TestService> {
  const service = await testService({
    OPENAI_API_KEY: 'sk-test-secret',
    OPENAI_BASE_URL: model.url,
    OPENAI_MODEL: 'test-model',
    ...env,
  });
  await SAMPLE_KNOWLEDGE.addTo(service);
  return service;
}
