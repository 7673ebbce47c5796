import { createHash } from 'node:crypto';
import { isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../schema/index.js';
import type { Reply } from '../support/api-client.js';
import { textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { sharedService } from '../support/shared-service.js';

test('every connection has the things of its page without their edges, and how many there are', () => {
  const odd = Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || !type.getFields().pageInfo) return [];
    const { nodes, totalCount } = type.getFields();
    return nodes && String(totalCount?.type) === 'Int!' ? [] : [type.name];
  });
  expect(odd).toEqual([]);
});

const LIST = `query ($createdBy: ID, $createdAfter: DateTime, $createdBefore: DateTime, $clientName: String, $orderBy: WorkflowOrder) {
  workflows(createdBy: $createdBy, createdAfter: $createdAfter, createdBefore: $createdBefore, clientName: $clientName,
    orderBy: $orderBy) { totalCount nodes { clientName } edges { node { clientName } } } }`;

test('workflows are found by who began them, when and for whom, in the order that is asked for', async () => {
  await using service = await sharedService();
  for (const clientName of ['Northwind', 'Contoso', 'Northern Rail'])
    await uploadRfp(service, textRfp(['Do you train your staff?', clientName]), { clientName });
  const list = async (variables: object = {}) => {
    const { workflows } = await service.run(LIST, { ...variables });
    expect(workflows.edges.map(({ node }: Reply) => node)).toEqual(workflows.nodes);
    expect(workflows.totalCount).toBe(workflows.nodes.length);
    return workflows.nodes.map(({ clientName }: Reply) => clientName);
  };
  expect(await list()).toEqual(['Northern Rail', 'Contoso', 'Northwind']);
  expect(await list({ orderBy: 'CLIENT_NAME' })).toEqual(['Contoso', 'Northern Rail', 'Northwind']);
  expect(await list({ clientName: 'north' })).toEqual(['Northern Rail', 'Northwind']);

  const { me } = await service.run('{ me { id } }');
  expect(await list({ createdBy: me.id })).toHaveLength(3);
  expect(await list({ createdBy: btoa('User:00000000-0000-7000-8000-000000000000') })).toEqual([]);
  const [{ createdAt }] = (await service.run('{ workflows(clientName: "Contoso") { nodes { createdAt } } }'))
    .workflows.nodes;
  expect(await list({ createdAfter: createdAt })).toEqual(['Northern Rail', 'Contoso']);
  expect(await list({ createdBefore: createdAt })).toEqual(['Northwind']);
});

test('a workflow tells its file and who uploaded it, and what belongs to it leads back', async () => {
  await using service = await sharedService();
  const file = textRfp(['Do you train your staff?']);
  const { workflow } = await uploadRfp(service, file);
  await untilReady(service, workflow.workflowId);
  const { me } = await service.run('{ me { id name } }');
  const shown = await service.run(
    `query ($id: String!) { workflow(workflowId: $id) {
      createdBy { id name } file { filename format sizeBytes sha256 uploadedAt leftOut { message } }
      generatedResponses { workflow { workflowId } } document { workflow { workflowId } } } }`,
    { id: workflow.workflowId },
  );
  const back = { workflow: { workflowId: workflow.workflowId } };
  expect(shown.workflow).toEqual({
    createdBy: me,
    file: {
      filename: 'rfp.txt',
      format: 'text',
      sizeBytes: file.content.length,
      sha256: createHash('sha256').update(file.content).digest('hex'),
      uploadedAt: expect.stringMatching(/Z$/),
      leftOut: [],
    },
    generatedResponses: [back],
    document: back,
  });
});
