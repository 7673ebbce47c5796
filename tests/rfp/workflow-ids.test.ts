import { getNamedType, isInputObjectType, isScalarType } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../schema/index.js';
import { operationOf, type RootField } from '../identity/support/minimal-input.js';
import { textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { sharedService } from '../support/shared-service.js';

const fieldsOf = (type: { getFields(): object } | null | undefined) =>
  Object.values(type!.getFields()) as RootField[];

/** Where a field takes a `workflowId`: as an argument, or within its input or filter. */
function placeOf({ args }: RootField): string | null {
  for (const { name, type } of args) {
    if (name === 'workflowId') return isScalarType(getNamedType(type)) ? '' : null;
    const within = getNamedType(type);
    if (isInputObjectType(within) && 'workflowId' in within.getFields()) return name;
  }
  return null;
}

test('whatever takes the readable id of a workflow takes its global id as well', async () => {
  await using service = await sharedService();
  const uploaded = await uploadRfp(service, textRfp(['Do you encrypt all data at rest?']));
  const { workflowId } = uploaded.workflow;
  await untilReady(service, workflowId);
  const { workflow } = await service.run(
    'query ($workflowId: String!) { workflow(workflowId: $workflowId) { id } }',
    {
      workflowId,
    },
  );

  const odd: unknown[] = [];
  let asked = 0;
  const kinds = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
  ] as const;
  for (const [kind, type] of kinds)
    for (const field of fieldsOf(type)) {
      const place = placeOf(field);
      if (place === null) continue;
      const { source, variableValues } = operationOf(kind, field);
      const by = (id: string) => {
        const given = { ...variableValues } as Record<string, object>;
        const held = place ? { ...given[place], workflowId: id } : { workflowId: id };
        const variables = place ? { ...given, [place]: held } : { ...given, ...held };
        const filtered =
          place && !(place in variableValues)
            ? source
                .replace(/^(\w+) /, `$1 ($${place}: ${field.args.find(({ name }) => name === place)!.type}) `)
                .replace(field.name, `${field.name}(${place}: $${place})`)
            : source;
        return service.ask(filtered, variables);
      };
      const [readable, global] = [await by(workflowId), await by(workflow.id)];
      asked++;
      const { data, errors } = global;
      const said = JSON.stringify([data, errors?.map(({ message }) => message)]);
      const before = JSON.stringify([readable.data, readable.errors?.map(({ message }) => message)]);
      // Mutations may say the second time that it is done; never that there is none.
      const isSame = kind === 'query' ? said === before : !/was not found/.test(said) || said === before;
      if (!isSame) odd.push([field.name, before, said]);
    }
  expect(odd).toEqual([]);
  expect(asked).toBeGreaterThan(10);

  // Subscriptions and files.
  const events = service.subscribe(
    'subscription ($id: String!) { workflowEvents(workflowId: $id) { sequence } }',
    {
      id: workflow.id,
    },
  );
  expect((await events.next()).value.data.workflowEvents.sequence).toBe(1);
  await events.return?.();
  for (const id of [workflowId, workflow.id]) {
    const file = await fetch(`${service.url}/download/${encodeURIComponent(id)}?format=md`);
    expect([id, file.status]).toEqual([id, 200]);
  }
  // Of nobody's workflow: as of one that is not there.
  const none = btoa('Workflow:018f0000-0000-7000-8000-000000000000');
  expect(
    (await service.run('query ($id: String!) { workflow(workflowId: $id) { id } }', { id: none })).workflow,
  ).toBeNull();
});

test('a page is asked for from one end of a list', async () => {
  await using service = await sharedService();
  const lists = fieldsOf(schema.getQueryType()).filter(({ args }) =>
    ['first', 'last'].every((name) => args.some((arg) => arg.name === name)),
  );
  const odd: unknown[] = [];
  for (const { name } of lists) {
    const { errors } = await service.ask(`{ ${name}(first: 2, last: 2) { __typename } }`);
    if (!/from one end/.test(errors?.[0]?.message ?? '')) odd.push([name, errors]);
    const alone = await service.ask(`{ ${name}(first: 2, last: null) { __typename } }`);
    if (alone.errors) odd.push([name, alone.errors]);
  }
  expect(odd).toEqual([]);
  expect(lists.length).toBeGreaterThan(8);
});
