import { type GraphQLInputObjectType, getNamedType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../schema/index.js';
import { idempotencyOf } from '../../schema/kit/mutation.js';
import { sharedService } from '../support/shared-service.js';

const mutations = Object.values(schema.getMutationType()!.getFields());

test('mutations that declare a key take one, and no others', () => {
  const says = mutations.map((field) => [field.name, idempotencyOf(field)] as const);
  const takesKey = mutations
    .filter(
      ({ args }) => 'idempotencyKey' in (getNamedType(args[0]!.type) as GraphQLInputObjectType).getFields(),
    )
    .map(({ name }) => name);
  expect(takesKey).toEqual(
    says
      .filter(([, idempotency]) => idempotency === 'key' || idempotency === 'passed-on')
      .map(([name]) => name),
  );
  expect(says.filter(([, idempotency]) => idempotency === null)).toEqual([]);
});

const ADD = `mutation ($input: AddKnowledgeInput!) {
  addKnowledge(input: $input) { item { id } errors { code message } }
}`;
const UPLOAD = `mutation ($file: File!, $key: String) {
  uploadKnowledge(input: { file: $file, idempotencyKey: $key }) { item { id } errors { code } }
}`;

describe('a key over the API', () => {
  test('gives 100 concurrent calls one effect and one answer', async () => {
    await using service = await sharedService();
    const input = { title: 'Security', content: 'Data is encrypted.', idempotencyKey: 'click-1' };
    const answers = await Promise.all(Array.from({ length: 100 }, () => service.run(ADD, { input })));
    for (const { addKnowledge } of answers) expect(addKnowledge.errors).toEqual([]);
    expect(new Set(answers.map(({ addKnowledge }) => addKnowledge.item.id)).size).toBe(1);
    const { knowledge } = await service.run('{ knowledge { edges { node { id } } } }');
    expect(knowledge.edges).toHaveLength(1);

    const other = await service.run(ADD, { input: { ...input, title: 'Other' } });
    expect(other.addKnowledge).toEqual({
      item: null,
      errors: [
        {
          code: 'CONFLICT',
          message: 'This idempotency key was used before with other input. Use a new key for new work.',
        },
      ],
    });
  });

  test('looks into files', async () => {
    await using service = await sharedService();
    const upload = async (content: string) =>
      (await service.upload(UPLOAD, { name: 'a.txt', content: Buffer.from(content) }, { key: 'k' }))
        .uploadKnowledge;
    const first = await upload('Data is encrypted.');
    expect(first.errors).toEqual([]);
    expect(await upload('Data is encrypted.')).toEqual(first);
    expect((await upload('Data is not encrypted.')).errors).toEqual([{ code: 'CONFLICT' }]);
  });
});
