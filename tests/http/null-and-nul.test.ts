import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  parse,
  typeFromAST,
} from 'graphql';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { schema as built } from '../../schema/index.js';
import { newMasterKey } from '../../src/platform/secrets/master-key.js';
import { signInAs } from '../identity/support/accounts.js';
import { leastReply, type ModelServer, modelServer } from '../support/model-server.js';
import { wordVectors } from '../support/model-server-embeddings.js';
import { type TestService, testService } from '../support/service.js';
import { type SmtpServer, smtpServer } from '../support/smtp-server.js';
import type { Place, Walk } from '../tenancy/walk/arguments.js';
import { answerTo } from '../tenancy/walk/ask.js';
import { type Belongings, belongingsOf } from '../tenancy/walk/belongings.js';
import { ownOf } from '../tenancy/walk/handles.js';
import { type Operation, operationsOf } from '../tenancy/walk/operations.js';
import { furnish } from '../tenancy/walk/organization.js';
import { ROUTES, routeAnswer } from '../tenancy/walk/routes.js';

const schema = built as GraphQLSchema;

let smtp: SmtpServer;
let model: ModelServer;
let service: TestService;
let client: pg.Client;
let ours: Belongings;

beforeAll(async () => {
  smtp = await smtpServer();
  model = await modelServer();
  model.reply(leastReply);
  model.onEmbeddings(wordVectors);
  service = await testService({
    ...{ BIDWRIGHT_MASTER_KEYS: newMasterKey(), SIGN_UP: 'open', SMTP_URL: smtp.url },
    ...{ RATE_LIMIT_ADDRESS: '0', RATE_LIMIT_ACTOR: '0' },
  });
  client = new pg.Client({ connectionString: service.env.DATABASE_URL! });
  await client.connect();
  const written = async () => {};
  const furnished = await furnish(service.url, { smtp, model, written, mark: 'pelluma', versions: 2 });
  ours = await belongingsOf(client, furnished);
}, 180_000);

afterAll(async () => {
  await client?.end();
  await ours?.api.close();
  await service?.[Symbol.asyncDispose]();
  await model?.[Symbol.asyncDispose]();
  await smtp?.[Symbol.asyncDispose]();
});

type Variables = Record<string, unknown>;
type Key = string | number;
type Own = (place: Place & { walk: Walk }) => unknown;

/** The types of the variables of an operation. */
function typesOf({ source }: Operation): Record<string, GraphQLInputType> {
  const [definition] = parse(source).definitions;
  if (definition?.kind !== 'OperationDefinition') throw new Error('This is no operation.');
  return Object.fromEntries(
    (definition.variableDefinitions ?? []).map(({ variable, type }) => [
      variable.name.value,
      typeFromAST(schema, type as never) as GraphQLInputType,
    ]),
  );
}

/** Every value within a value, with its type and the way to it. */
function* valuesIn(
  value: unknown,
  type: GraphQLInputType,
  path: Key[],
): Generator<[Key[], unknown, GraphQLInputType]> {
  yield [path, value, type];
  const inner = getNullableType(type);
  if (isListType(inner) && Array.isArray(value))
    for (const [n, each] of value.entries()) yield* valuesIn(each, inner.ofType, [...path, n]);
  if (isInputObjectType(inner) && typeof value === 'object' && value !== null)
    for (const [name, each] of Object.entries(value))
      yield* valuesIn(each, inner.getFields()[name]!.type, [...path, name]);
}

const replaced = (whole: unknown, [key, ...rest]: Key[], value: unknown): unknown => {
  if (key === undefined) return value;
  if (Array.isArray(whole)) return whole.map((each, n) => (n === key ? replaced(each, rest, value) : each));
  return { ...(whole as Variables), [key]: replaced((whole as Variables)[key], rest, value) };
};

/** The operation with null, or with a text that holds NUL, in every place that takes one. */
function* spoilt(operation: Operation, own: Own): Generator<[place: string, Variables]> {
  const { kind, name, place } = operation;
  const variables = operation.variables(own(place), own);
  const types = typesOf(operation);
  for (const [variable, given] of Object.entries(variables))
    for (const [path, value, type] of valuesIn(given, types[variable]!, [variable])) {
      const where = `${kind} ${name} ${path.filter((key) => typeof key === 'string').join('.')}`;
      if (!isNonNullType(type)) yield [`${where}: null`, replaced(variables, path, null) as Variables];
      if (typeof value === 'string')
        yield [`${where}: NUL`, replaced(variables, path, `${value}\0`) as Variables];
    }
}

/** What takes away what others need comes late, and last what the next sign-in would need. */
const TAKES = /^(delete|revoke|reset|cancel|close|submit|merge|dismiss|deactivate|setMember|remove|transfer)/;
const LAST = ['changePassword', 'deleteAccount'];
const order = ({ kind, name }: Operation) =>
  kind === 'query' ? 0 : LAST.includes(name) ? 3 + LAST.indexOf(name) : TAKES.test(name) ? 2 : 1;

/** One that is taken and has nothing to say yet waits for longer than this. */
const WAITS_MS = 1_500;

/** The first that a subscription says; of one that waits for what comes from now on, that it was taken. */
async function firstOf(token: string, query: string, variables: Variables): Promise<string> {
  const leaving = new AbortController();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ query, variables });
  const options = { method: 'POST', headers, body, signal: leaving.signal };
  const response = await fetch(`${service.url}/graphql`, options);
  let said = `${response.status} `;
  const timer = setTimeout(() => leaving.abort(), WAITS_MS);
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      said += Buffer.from(chunk).toString();
      if (said.includes('data:')) break;
    }
  } catch (error) {
    if (!leaving.signal.aborted) throw error;
  }
  clearTimeout(timer);
  leaving.abort();
  return said;
}

test('NUL in the parameters of a route is refused, and breaks nothing', async () => {
  for (const [path, { parameters }] of Object.entries(ROUTES))
    for (const name of Object.keys(parameters)) {
      const given = { workflowId: ours.references[0], [name]: 'a\0b' };
      const answer = await routeAnswer(service.url, ours.token, path, given);
      expect([path, name, answer.slice(0, 200)]).not.toEqual([
        path,
        name,
        expect.stringMatching(/INTERNAL|^5/),
      ]);
    }
});

test('null and NUL are taken or refused wherever an operation takes a value, and break nothing', async () => {
  const mine = ownOf(ours);
  const own: Own = (place) => {
    if (place.walk.by === 'cursor') return btoa(`GPC:S:${ours.ids.Workflow![0]}`);
    return place.walk.by === 'key' ? 'A key' : mine(place);
  };
  let { token } = ours;
  const ask = ({ kind, source }: Operation, variables: Variables) =>
    kind === 'subscription'
      ? firstOf(token, source, variables)
      : answerTo(service.url, token, source, variables);
  const answers = new Map<string, string>();
  const operations = operationsOf(schema, true).operations.toSorted((a, b) => order(a) - order(b));
  for (const operation of operations)
    for (const [place, variables] of spoilt(operation, own)) {
      if (answers.has(place)) continue;
      let answer = await ask(operation, variables);
      if (answer.startsWith('401')) {
        // The one before ended the session, or locked the address with its wrong passwords.
        await client.query('DELETE FROM sign_in_lock');
        token = (await signInAs(service.url, ours.email)).token ?? token;
        answer = await ask(operation, variables);
      }
      answers.set(place, answer);
    }
  const odd = [...answers].filter(([, answer]) => /INTERNAL|GRAPHQL_VALIDATION_FAILED|^5|^401/.test(answer));
  expect(odd.filter(([place]) => !place.startsWith('mutation deleteAccount'))).toEqual([]);
  // All of what the schema takes.
  expect(answers.size).toBeGreaterThan(500);
}, 180_000);
