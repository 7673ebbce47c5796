import { expect, test } from 'vitest';
import { z } from 'zod';
import { UnsupportedSchemaError } from '../../src/ai/index.js';
import { strictJsonSchema } from '../../src/ai/strict-schema.js';
import { leastValue, strictProblems } from '../support/model-server-strict.js';

const section = z.object({
  title: z.string().min(1).max(80).describe('The heading.'),
  get parts() {
    return z.array(section);
  },
});
const rich = z.object({
  blocks: z.array(z.int().min(0)).max(500),
  label: z.enum(['question', 'context']),
  kind: z.literal('list'),
  verdict: z.discriminatedUnion('type', [
    z.object({ type: z.literal('yes'), proof: z.uuid() }),
    z.strictObject({ type: z.literal('no'), why: z.string().nullable() }),
  ]),
  confidence: z.number().gte(0).lt(1),
  language: z.string().default('en'),
  note: z.string().nullish(),
  flag: z.boolean(),
  section,
});

test('a rich schema becomes one that strict structured outputs take', () => {
  expect(strictProblems(strictJsonSchema(rich, 'rich'))).toEqual([]);
});

test('every property is required and no other is allowed, at every depth', () => {
  expect(strictJsonSchema(rich, 'rich')).toMatchObject({
    required: Object.keys(rich.shape),
    additionalProperties: false,
    properties: {
      verdict: {
        anyOf: [
          { required: ['type', 'proof'], additionalProperties: false },
          { required: ['type', 'why'], additionalProperties: false },
        ],
      },
    },
  });
});

test('bounds are told in words, in place of keywords that some providers refuse', () => {
  const { properties } = strictJsonSchema(rich, 'rich') as { properties: Record<string, unknown> };
  expect(properties.blocks).toEqual({
    type: 'array',
    items: { type: 'integer', description: 'Must be at least 0.' },
    description: 'Must be at most 500 items.',
  });
  expect(properties.confidence).toEqual({
    type: 'number',
    description: 'Must be at least 0, less than 1.',
  });
});

test('a literal is sent as an enum of one, which every provider knows', () => {
  expect(strictJsonSchema(rich, 'rich')).toMatchObject({ properties: { kind: { enum: ['list'] } } });
});

test('a value made for the JSON schema alone is of the shape that zod accepts', () => {
  const schema = z.object({
    rows: z.array(z.object({ n: z.int() })),
    kind: z.enum(['a']),
    note: z.string().nullable(),
  });
  expect(schema.parse(leastValue(strictJsonSchema(schema, 'rows')))).toEqual({
    rows: [],
    kind: 'a',
    note: null,
  });
});

test.each<[string, z.ZodType, RegExp]>([
  [
    'an optional property',
    z.object({ a: z.object({ b: z.string().optional() }) }),
    /^\$\.a\.b is optional.*nullable/,
  ],
  ['a record', z.object({ a: z.record(z.string(), z.number()) }), /^\$\.a is a record/],
  ['a tuple', z.object({ a: z.tuple([z.string(), z.number()]) }), /^\$\.a is an intersection or a tuple/],
  ['a property of any kind', z.object({ a: z.array(z.any()) }), /^\$\.a\[\] accepts anything/],
  ['a list as the root', z.array(z.string()), /^\$ must be an object/],
  [
    'a union as the root',
    z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]),
    /must be an object/,
  ],
])('%s cannot be asked for strictly, and the error says where', (_, schema, message) => {
  expect(() => strictJsonSchema(schema, 'bad')).toThrow(UnsupportedSchemaError);
  expect(() => strictJsonSchema(schema, 'bad')).toThrow(message);
});

test('a schema name that providers refuse is refused here', () => {
  expect(() => strictJsonSchema(rich, 'draft answer')).toThrow(/"draft answer" is not a schema name/);
});

test('the check for strictness finds each thing that it looks for', () => {
  const open = {
    type: 'object',
    properties: { a: { type: 'string', minLength: 1 }, b: {} },
    required: ['a'],
  };
  expect(strictProblems(open)).toEqual([
    "$: 'additionalProperties' must be false",
    "$.a: 'minLength' is not permitted",
    "$: 'required' lacks 'b'",
    '$.b: no type',
  ]);
  expect(strictProblems({ type: 'array', items: { type: 'string' } })).toEqual([
    '$: the root must be an object',
  ]);
});
