import { type GraphQLInputObjectType, type GraphQLObjectType, getNamedType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../schema/index.js';
import { nodesOf } from '../../schema/kit/global-id.js';
import { changesOf } from '../../schema/kit/versions.js';
import type { Reply } from '../support/api-client.js';
import { type FurnishedService, furnishedService } from '../support/furnished.js';
import { textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { type Belongings, globalId } from '../tenancy/walk/belongings.js';
import { ownOf } from '../tenancy/walk/handles.js';
import { operationsOf } from '../tenancy/walk/operations.js';
import { done } from '../tenancy/walk/organization.js';

const mutations = Object.values(schema.getMutationType()!.getFields());
const changing = mutations.filter((field) => changesOf(field));
const typeNamed = (name: string) => schema.getType(name) as GraphQLObjectType;

/** What moves with each change of a type: of knowledge the revision, since its versions are those of what it holds. */
const versionField = (type: string) => {
  const fields = typeNamed(type).getFields();
  return fields.revision ?? fields.version;
};

/** Mutations that take the id of something with a version, and change nothing of it that anybody could have edited. */
const LEAVES: Record<string, string> = {
  addAnswerToLibrary: 'makes a pair of an answer, which stays as it is',
  addQaAnswerToLibrary: 'makes a pair of an answer, which stays as it is',
  askQuestion: 'asks one more in a conversation',
  createOrganization: 'makes one',
  createTask: 'makes a task about a workflow, which stays as it is',
  inviteMember: 'makes an invitation to a department',
  setModelRouting: 'names credentials',
  startAnswer: 'asks one more in a conversation',
  switchOrganization: 'changes the session',
  testProviderCredential: 'asks with what is there',
};

describe('by their declarations', () => {
  test('every mutation that takes the id of something with a version changes it against one', () => {
    const takes = (input: GraphQLInputObjectType, mutation: string) =>
      Object.values(input.getFields()).some((field) => {
        if (field.name === 'workflowId') return true;
        return nodesOf(field, mutation).some((node) => versionField(node) !== undefined);
      });
    const undeclared = mutations
      .filter((field) => !changesOf(field))
      // Those of lists give one for each.
      .filter(
        ({ args }) =>
          !('expectedVersions' in (getNamedType(args[0]!.type) as GraphQLInputObjectType).getFields()),
      )
      .filter((field) => takes(getNamedType(field.args[0]!.type) as GraphQLInputObjectType, field.name))
      .map(({ name }) => name);
    expect(undeclared.filter((name) => !(name in LEAVES))).toEqual([]);
  });

  test('what is changed has one version, which is given back as expectedVersion, and comes with a conflict', () => {
    const odd = changing.flatMap((field) => {
      const input = getNamedType(field.args[0]!.type) as GraphQLInputObjectType;
      const payload = getNamedType(field.type) as GraphQLObjectType;
      const { type } = changesOf(field)!;
      return [
        ...(String(versionField(type)?.type) === 'Int!' ? [] : [`${type} has no version`]),
        ...(String(input.getFields().expectedVersion?.type) === 'Int' ? [] : [`${field.name} expects none`]),
        ...(payload.getFields().current ? [] : [`${payload.name} has no current`]),
        ...(changesOf(field)!.deletes && !payload.getFields().deletedId
          ? [`${payload.name} has no deletedId`]
          : []),
      ];
    });
    expect(odd).toEqual([]);
  });
});

describe('over the API', () => {
  let furnished: FurnishedService;
  let ours: Belongings;

  beforeAll(async () => {
    furnished = await furnishedService('pelluma');
    ours = await furnished.belongings();
    await done(ours.api, 'setUsageBudget', { period: 'DAY', limitUsd: 1000 });
    ours = await furnished.belongings();
  }, 180_000);

  afterAll(() => furnished?.[Symbol.asyncDispose]());

  const isStale = ({ errors }: Reply) =>
    errors.some(({ message }: Reply) => /you edited version/.test(message));

  /** Without these something else is said first. */
  const besides = (): Record<string, object> => ({
    setModelRouting: { models: [] },
    setUsageBudget: { limitUsd: 10 },
    // The last one came as a workbook.
    confirmMapping: { workflowId: ours.references.at(-1)! },
    updateMapping: { workflowId: ours.references.at(-1)! },
  });

  /** What takes away what others need comes later. */
  const LATER = [
    /^(cancel|submit|close|regenerate)/,
    /^(delete|revoke|reset|merge|setMember)/,
    /^transfer/,
    /^removeMember/,
  ];
  const order = ({ name }: { name: string }) => LATER.findIndex((pattern) => pattern.test(name));

  test('each of them refuses another version and says which is there, and takes that one', async () => {
    const { operations } = operationsOf(schema);
    const odd: unknown[] = [];
    for (const field of changing.toSorted((a, b) => order(a) - order(b))) {
      const { name, args } = field;
      const changes = changesOf(field)!;
      const { variables } = operations.find(
        ({ kind, place, ...operation }) =>
          kind === 'mutation' && operation.field === name && place.coordinate.endsWith('.expectedVersion'),
      )!;
      const { input: least } = variables(987_654, ownOf(ours)) as { input: object };
      const input = { ...least, ...besides()[name] };
      const source = `mutation ($input: ${args[0]!.type}) {
        ${name}(input: $input) { current { __typename } errors { code message currentVersion } } }`;
      const call = async (given: object) => (await ours.api.run(source, { input: given }))[name];

      const refused = await call(input);
      const [{ code, message, currentVersion } = { code: null, message: '', currentVersion: null }] =
        refused.errors;
      const isRefused =
        code === 'CONFLICT' &&
        message.includes(
          `is at version ${currentVersion} by now; you edited version 987654. Load it again`,
        ) &&
        refused.current?.__typename === changes.type;
      if (!isRefused) odd.push({ name, refused });

      // A run at work goes on meanwhile, and its version with it.
      let version = currentVersion;
      let taken: Reply = {};
      for (let i = 0; i < 10; i++) {
        taken = await call({ ...input, expectedVersion: version });
        if (!isStale(taken)) break;
        version = taken.errors[0].currentVersion;
      }
      if (isStale(taken)) odd.push({ name, taken });
    }
    expect(odd).toEqual([]);
  }, 120_000);

  describe('of two who edit the same answer', () => {
    const UPDATE = `mutation ($input: UpdateAnswerInput!) { updateAnswer(input: $input) {
      answer { text version } current { text version updatedBy { name } } errors { code currentVersion } } }`;
    const anAnswer = () => globalId('Answer', ours.ids.Answer!.at(-1)!);
    const load = async (): Promise<{ text: string; version: number }> =>
      (
        await ours.api.run('query ($id: ID!) { node(id: $id) { ... on Answer { text version } } }', {
          id: anAnswer(),
        })
      ).node;
    const save = async (input: object) =>
      (await ours.api.run(UPDATE, { input: { answerId: anAnswer(), ...input } })).updateAnswer;

    beforeAll(async () => {
      const { workflow } = await uploadRfp(ours.api, textRfp(['Do you train your staff?'], 'Request'), {
        clientName: 'Two',
      });
      await untilReady(ours.api, workflow.workflowId);
      ours = await furnished.belongings();
    });

    test('the second is told of the first, whose text stays', async () => {
      const { version } = await load();
      const first = await save({ text: 'Yes, says the first.', expectedVersion: version });
      expect(first).toMatchObject({ answer: { version: version + 1 }, current: null, errors: [] });
      const second = await save({ text: 'Yes, says the second.', expectedVersion: version });
      expect(second).toEqual({
        answer: null,
        current: { text: 'Yes, says the first.', version: version + 1, updatedBy: { name: 'Owner pelluma' } },
        errors: [{ code: 'CONFLICT', currentVersion: version + 1 }],
      });
      expect((await load()).text).toBe('Yes, says the first.');
    });

    test('of a hundred at the same moment with the same version one gets through', async () => {
      const { version } = await load();
      const all = await Promise.all(
        Array.from({ length: 100 }, (_, i) => save({ text: `Text ${i} of many.`, expectedVersion: version })),
      );
      expect(all.filter(({ errors }) => !errors.length)).toHaveLength(1);
      expect(await load()).toEqual(all.find(({ answer }) => answer)!.answer);
    });

    test('without a version the last one wins, and the audit trail says so', async () => {
      const { version } = await load();
      await save({ text: 'With a version.', expectedVersion: version });
      await save({ text: 'Without one.' });
      expect((await load()).text).toBe('Without one.');
      const { auditRecords } = await ours.api.run(
        'query ($id: ID!) { auditRecords(first: 2, filter: { subjectId: $id }) { edges { node { details } } } }',
        { id: anAnswer() },
      );
      expect(auditRecords.edges.map(({ node }: Reply) => node.details.expectedVersion)).toEqual([
        null,
        version,
      ]);
    });
  });
});
