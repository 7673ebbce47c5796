import { randomUUID } from 'node:crypto';
import { buildSchema, type OperationDefinitionNode, parse, validate } from 'graphql';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { schema } from '../../../schema/index.js';
import { costOf } from '../../../src/http/graphql/limits/cost.js';
import { shapeOf } from '../../../src/http/graphql/limits/document-shape.js';
import { FIELD_COSTS } from '../../../src/http/graphql/limits/field-costs.js';
import { parseEnv } from '../../../src/platform/settings/env.js';
import { type TestService, testService } from '../../support/service.js';
import { documentedOperations, wholeOperations } from './documented.js';

let service: TestService;
beforeAll(async () => {
  service = await testService({}, 'api');
});
afterAll(() => service[Symbol.asyncDispose]());

const openSockets = () =>
  createClient({
    url: `${service.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });

const { limits } = parseEnv({});
const nested = (levels: number) =>
  `{ node(id: "x") { ${'... on Answer { question { ... on Question { answer { '.repeat(levels)} id ${'} } } } '.repeat(levels)} } }`;
const repeated = (count: number, of: (n: number) => string) =>
  `{ ${Array.from({ length: count }, (_, n) => of(n)).join(' ')} }`;
const page = (of: string) => `{ workflows(first: 100) { edges { node { ${of} } } } }`;

const tooLarge: Record<string, string> = {
  tokens: repeated(limits.tokens, () => 'me { id }'),
  depth: nested(limits.depth),
  aliases: repeated(limits.aliases + 1, (n) => `a${n}: me { id }`),
  directives: repeated(limits.directives + 1, () => 'me @include(if: true) { id }'),
  cost: page('generatedResponses { sources { metadata { page } } }'),
};

describe('an operation past a limit', () => {
  test.each(Object.entries(tooLarge))(
    'of %s is refused by every way into the service',
    async (limit, query) => {
      const refusal = { code: 'LIMIT_EXCEEDED', limit };
      const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
      const body = JSON.stringify({ query });
      const posted = await fetch(`${service.url}/graphql`, { method: 'POST', headers, body });
      expect(posted.status).toBe(400);
      const { errors, data } = (await posted.json()) as { errors: { extensions: object }[]; data?: unknown };
      expect(data ?? null).toBeNull();
      expect(errors).toMatchObject([{ extensions: refusal }]);

      // Past the short way.
      const long = await fetch(`${service.url}/graphql`, {
        method: 'POST',
        headers,
        body: body + ' '.repeat(70_000),
      });
      expect(await long.json()).toMatchObject({ errors: [{ extensions: refusal }] });

      const sockets = openSockets();
      const result = await sockets
        .iterate({ query })
        .next()
        .then(
          ({ value }) => value?.errors,
          (errors: unknown) => errors,
        );
      expect(result).toMatchObject([{ extensions: refusal }]);
      await sockets.dispose();
    },
  );

  test('of operations in a batch is refused', async () => {
    const batch = (count: number) =>
      fetch(`${service.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(Array.from({ length: count }, () => ({ query: '{ __typename }' }))),
      });
    expect((await batch(limits.batch)).status).toBe(200);
    expect((await batch(limits.batch + 1)).status).toBe(413);
  });

  test('is refused quickly where fragments multiply it', async () => {
    const fragments = Array.from(
      { length: 60 },
      (_, n) => `fragment F${n} on User { ...F${n + 1} ...F${n + 1} }`,
    );
    const query = `{ me { ...F0 } } ${fragments.join(' ')} fragment F60 on User { a: id }`;
    const { errors } = await service.ask(query);
    expect(errors).toMatchObject([{ extensions: { limit: 'aliases', found: 2 ** 60 } }]);
  });

  test('is found where a fragment spreads itself', () => {
    expect(shapeOf(parse('{ ...F } fragment F on Query { me { ...F } }'))).toEqual({
      depth: 1,
      aliases: 0,
      directives: 0,
    });
  });

  test('is refused by settings of one’s own', async () => {
    await using strict = await testService({ LIMIT_DEPTH: '2' }, 'api');
    expect((await strict.ask('{ me { id } }')).errors).toBeUndefined();
    expect((await strict.ask('{ workflows { edges { cursor } } }')).errors).toMatchObject([
      {
        message:
          'The operation has 3 levels of fields; at most 2 are allowed (LIMIT_DEPTH). Ask in several operations.',
      },
    ]);
  });
});

describe('within the limits', () => {
  const operations = [...documentedOperations(), ...wholeOperations(schema, 4)];
  test.each(operations)('is $name', ({ text }) => {
    const document = parse(text, { maxTokens: limits.tokens });
    const shape = shapeOf(document);
    for (const limit of ['depth', 'aliases', 'directives'] as const)
      expect(shape[limit], limit).toBeLessThanOrEqual(limits[limit]);
    const [error] = validate(schema, document);
    // Fields of unlike types in one answer of `node` need aliases; what they cost is the same.
    if (!error?.message.includes('conflict')) expect(error).toBeUndefined();
    for (const operation of document.definitions.filter((each) => each.kind === 'OperationDefinition'))
      expect(costOf(schema, document, operation, {})).toBeLessThanOrEqual(limits.cost);
  });
});

describe('the cost of an operation', () => {
  const cost = (text: string, variables = {}) => {
    const document = parse(text);
    return costOf(schema, document, document.definitions[0] as OperationDefinitionNode, variables);
  };

  test('counts objects, as often as lists are long', () => {
    expect(cost('{ me { id name } }')).toBe(1);
    expect(cost('{ workflows(first: 5) { edges { node { id } } } }')).toBe(1 + 5 * 2);
    expect(cost('{ workflows { edges { node { id } } } }')).toBe(1 + 20 * 2);
    expect(cost('query ($n: Int) { workflows(first: $n) { edges { cursor } } }', { n: 7 })).toBe(8);
    expect(cost('query ($n: Int) { workflows(first: $n) { edges { cursor } } }', { n: 70 })).toBe(71);
    expect(cost('query ($n: Int = 3) { workflows(first: $n) { edges { cursor } } }')).toBe(4);
    expect(cost('{ workflow(workflowId: "x") { generatedResponses { sources { text } } } }')).toBe(
      1 + 10 * 11,
    );
    expect(cost('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['a', 'b', 'c'] })).toBe(3);
    expect(
      cost('{ workflows(first: 9) { ...P } } fragment P on WorkflowConnection { edges { cursor } }'),
    ).toBe(10);
  });

  test('cannot be lowered by numbers that make no sense', () => {
    expect(cost('{ workflows(first: -1000) { edges { node { id } } } }')).toBe(3);
    expect(cost('query ($n: Int) { workflows(first: $n) { edges { cursor } } }', { n: '5' })).toBe(21);
  });

  test('is told with the result, whichever way it took', async () => {
    const query = '{ me { id } }';
    const cost = { requested: 1, limit: limits.cost };
    expect(await service.ask(query)).toMatchObject({ extensions: { cost } });
    const url = `${service.url}/graphql?query=${encodeURIComponent(query)}`;
    expect(await (await fetch(url)).json()).toMatchObject({ extensions: { cost } });
    const missing = `{ workflow(workflowId: "${randomUUID()}") { state } }`;
    for (let n = 0; n < 2; n++)
      expect(await service.ask(missing)).toMatchObject({ data: { workflow: null }, extensions: { cost } });
    const sockets = openSockets();
    expect((await sockets.iterate({ query }).next()).value).toMatchObject({ extensions: { cost } });
    await sockets.dispose();
  });

  test('has a price for fields that exist', () => {
    for (const name of Object.keys(FIELD_COSTS)) {
      const [type, field] = name.split('.') as [string, string];
      if (!field.startsWith('__')) expect(schema.getType(type), name).toMatchObject({});
      expect(
        field.startsWith('__') ||
          field in (schema.getType(type) as never as { getFields(): object }).getFields(),
        name,
      ).toBe(true);
    }
  });

  test('grows with text, not with what fragments multiply it to', () => {
    const other = buildSchema('type Query { me: User } type User { friend: User id: ID }');
    const fragments = Array.from(
      { length: 500 },
      (_, n) => `fragment F${n} on User { a: friend { ...F${n + 1} } b: friend { ...F${n + 1} } }`,
    );
    const document = parse(`{ me { ...F0 } } ${fragments.join(' ')} fragment F500 on User { id }`);
    expect(costOf(other, document, document.definitions[0] as OperationDefinitionNode, {})).toBeGreaterThan(
      2 ** 500,
    );
  });
});
