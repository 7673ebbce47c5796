import {
  type GraphQLSchema,
  getIntrospectionQuery,
  graphqlSync,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { expect, test } from 'vitest';
import { schema as built } from '../../schema/index.js';
import { enums } from '../../schema/words/enums.js';
import { fields } from '../../schema/words/index.js';
import { inputs } from '../../schema/words/inputs.js';
import type { Reply } from '../support/api-client.js';

const schema = built as GraphQLSchema;

/** Everything that can be described, by its coordinate. */
const described = new Map<string, string | null | undefined>();
for (const type of Object.values(schema.getTypeMap())) {
  if (type.name.startsWith('__')) continue;
  if (isEnumType(type))
    for (const { name, description } of type.getValues()) described.set(`${type.name}.${name}`, description);
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
  for (const field of Object.values(type.getFields())) {
    described.set(`${type.name}.${field.name}`, field.description);
    for (const arg of 'args' in field ? field.args : [])
      described.set(`${type.name}.${field.name}.${arg.name}`, arg.description);
  }
}

test('every field, argument and value says what it is', () => {
  expect([...described].flatMap(([coordinate, said]) => (said?.trim() ? [] : [coordinate]))).toEqual([]);
});

test('no words are kept for what is gone, or says something of its own', () => {
  const kept = [fields, inputs, enums].flatMap((words) =>
    Object.entries(words).flatMap(([owner, all]) =>
      Object.entries(all).map(([name, said]) => [`${owner}.${name}`, said] as const),
    ),
  );
  expect(kept.length).toBeGreaterThan(300);
  expect(kept.filter(([coordinate, said]) => described.get(coordinate) !== said)).toEqual([]);
});

test('introspection shows what is deprecated, with what to use in its place', () => {
  const source = getIntrospectionQuery({ inputValueDeprecation: true });
  const { data } = graphqlSync({ schema, source }) as { data: Reply };
  const type = (name: string) => data.__schema.types.find((one: { name: string }) => one.name === name);
  const named = (all: { name: string }[], name: string) => all.find((one) => one.name === name);
  expect(named(type('DeleteKnowledgePayload').fields, 'id')).toMatchObject({
    isDeprecated: true,
    deprecationReason: expect.stringContaining('deletedId'),
  });
  expect(named(type('UpdateKnowledgeInput').inputFields, 'expectedRevision')).toMatchObject({
    isDeprecated: true,
    deprecationReason: expect.stringContaining('expectedVersion'),
  });
});
