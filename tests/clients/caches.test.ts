import { InMemoryCache } from '@apollo/client/cache';
import { type GraphQLSchema, isObjectType, parse } from 'graphql';
import {
  createOperationDescriptor,
  Environment,
  Network,
  RecordSource,
  Store,
  type Variables,
} from 'relay-runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema as built } from '../../schema/index.js';
import type { Reply } from '../support/api-client.js';
import { type FurnishedService, furnishedService } from '../support/furnished.js';
import type { Belongings } from '../tenancy/walk/belongings.js';
import { ownOf } from '../tenancy/walk/handles.js';
import { type Operation, operationsOf } from '../tenancy/walk/operations.js';
import { done } from '../tenancy/walk/organization.js';
import { relayRequest } from './relay-request.js';

const schema = built as GraphQLSchema;

interface Response {
  /** Of the field that was asked for. */
  name: string;
  source: string;
  variables: Variables;
  data: Reply;
}

/** What a cache gives back of a response that was written before others. */
type Read = (response: Response) => unknown;

/** Writes all responses into one cache of Apollo. */
function apollo(responses: readonly Response[]): Read {
  const possibleTypes = Object.fromEntries(
    Object.values(schema.getTypeMap()).flatMap((type) =>
      'getPossibleTypes' in type || !('resolveType' in type)
        ? []
        : [[type.name, schema.getPossibleTypes(type as never).map(({ name }) => name)]],
    ),
  );
  const cache = new InMemoryCache({ possibleTypes });
  for (const { source, variables, data } of responses)
    cache.writeQuery({ query: parse(source), variables, data });
  // A part of a thing that has no id of its own gives way to what another query asked of it; that is missing then, not wrong.
  return ({ source, variables }) =>
    cache.diff({ query: parse(source), variables, optimistic: false, returnPartialData: true }).result;
}

/** The same in one store of Relay. */
function relay(responses: readonly Response[]): Read {
  const store = new Store(new RecordSource());
  const environment = new Environment({ store, network: Network.create(() => new Promise(() => {})) });
  const described = ({ source, variables }: Response) =>
    createOperationDescriptor(relayRequest(schema, source), variables);
  for (const response of responses)
    environment.commitPayload(described(response), structuredClone(response.data));
  return (response) => environment.lookup(described(response).fragment).data;
}

/** Where two values part, as a path with both; null where they are alike, as far as the other is there. */
function parting(one: unknown, other: unknown, path = ''): string | null {
  if (other === undefined) return null;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return Object.is(one, other) ? null : `${path}: ${JSON.stringify(one)} became ${JSON.stringify(other)}`;
  for (const key of Object.keys(one)) {
    // Signed anew each time that it is asked for.
    if (key === 'signedUrl') continue;
    const found = parting((one as Reply)[key], (other as Reply)[key], `${path}.${key}`);
    if (found) return found;
  }
  return null;
}

/** What of each response is another thing once all were written. */
const lost = (read: Read, responses: readonly Response[]): string[] =>
  responses.flatMap((response) => parting(response.data, read(response), response.name) ?? []);

let it: FurnishedService;
let ours: Belongings;

beforeAll(async () => {
  it = await furnishedService('pelluma');
  await it.written();
  ours = await it.belongings();
}, 180_000);

afterAll(() => it?.[Symbol.asyncDispose]());

describe('a normalised cache', () => {
  /** Everything that can be read, as the owner of an organization with data of every kind reads it. */
  async function everything(): Promise<Response[]> {
    const { operations, others } = operationsOf(schema);
    const asked = new Map<string, { name: string; source: string; variables: Variables }>();
    for (const { kind, name, source: plain, ...operation } of [...operations, ...others]) {
      if (kind !== 'query') continue;
      // As every client asks for a thing.
      const source = plain.replace('node(id: $entry) {', 'node(id: $entry) { __typename id');
      const own = ownOf(ours);
      const place = 'place' in operation ? (operation.place as Operation['place']) : null;
      const value = place && place.walk.by !== 'cursor' ? own(place) : null;
      const variables = operation.variables(value, own) as Variables;
      asked.set(`${source} ${JSON.stringify(variables)}`, { name, source, variables });
    }
    const responses: Response[] = [];
    for (const { name, source, variables } of asked.values())
      responses.push({ name, source, variables, data: await ours.api.run(source, variables) });
    return responses;
  }

  test.each([
    ['Apollo', apollo],
    ['Relay', relay],
  ])('of %s holds every query of the schema, and no two things under one key', async (_name, cacheOf) => {
    const responses = await everything();
    expect(responses.length).toBeGreaterThan(40);
    expect(lost(cacheOf(responses), responses)).toEqual([]);
  });

  test('of either keeps a template apart from its earlier versions, and from what proposals made of it', async () => {
    const versions = { id: 'trade-pelluma', one: 1, two: 2 };
    const TEMPLATE = '{ __typename id name version sections { __typename title } }';
    const asked = [
      [`query ($id: ID!) { proposalTemplate(id: $id) ${TEMPLATE} }`, { id: versions.id }],
      [`query ($id: ID!) { proposalTemplate(id: $id, version: 1) ${TEMPLATE} }`, { id: versions.id }],
      [`query ($id: ID!) { proposalTemplate(id: $id, version: 2) ${TEMPLATE} }`, { id: versions.id }],
      [`query ($id: ID!) { proposalTemplate(id: $id) ${TEMPLATE} }`, { id: 'trade-pelluma@1' }],
    ] as const;
    const responses = await Promise.all(
      asked.map(async ([source, variables]) => ({
        ...{ name: 'proposalTemplate', source, variables },
        data: await ours.api.run(source, variables),
      })),
    );
    expect(responses.map(({ data }) => data.proposalTemplate.version)).toEqual([2, 1, 2, 1]);
    for (const cacheOf of [apollo, relay]) expect(lost(cacheOf(responses), responses)).toEqual([]);
  });

  test('of Relay takes nothing for the payload of the mutation that deleted it', async () => {
    const { item } = await done(
      ours.api,
      'addKnowledge',
      { title: 'Gone', content: 'What goes soon.' },
      'item { __typename id title }',
    );
    const read = {
      name: 'node',
      source: 'query ($id: ID!) { node(id: $id) { __typename id ... on KnowledgeItem { title } } }',
    };
    const before = { ...read, variables: { id: item.id }, data: { node: item } };
    const source =
      'mutation ($id: ID!) { deleteKnowledge(input: { id: $id }) { __typename deletedId errors { __typename code } } }';
    const data = await ours.api.run(source, { id: item.id });
    expect(data.deleteKnowledge).toMatchObject({ deletedId: item.id, errors: [] });
    const deletion = { name: 'deleteKnowledge', source, variables: { id: item.id }, data };
    expect(lost(relay([before, deletion]), [before])).toEqual([]);
  });
});

test('no payload has the id of a thing as its own', () => {
  const isPayload = (name: string) => name.endsWith('Payload');
  const odd = Object.values(schema.getTypeMap()).flatMap((type) => {
    const id = isObjectType(type) && isPayload(type.name) ? type.getFields().id : null;
    return id && !id.deprecationReason ? [type.name] : [];
  });
  expect(odd).toEqual([]);
});
