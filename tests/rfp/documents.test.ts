import { expect, test } from 'vitest';
import type { ApiClient, Reply } from '../support/api-client.js';
import { textRfp, uploadRfp } from '../support/rfp.js';
import { testService } from '../support/service.js';

const FIELDS =
  'document { id workflowId title content version documentType clientName lastEditedBy { email } } errors { code message path }';

const create = async (api: ApiClient, input: Record<string, unknown>): Promise<Reply> =>
  (
    await api.run(`mutation ($input: CreateDocumentInput!) { createDocument(input: $input) { ${FIELDS} } }`, {
      input,
    })
  ).createDocument;
const save = async (api: ApiClient, input: Record<string, unknown>): Promise<Reply> =>
  (
    await api.run(`mutation ($input: SaveDocumentInput!) { saveDocument(input: $input) { ${FIELDS} } }`, {
      input,
    })
  ).saveDocument;

test('a document of a workflow is written, saved in versions, and never overwritten unseen', async () => {
  await using service = await testService();
  const { workflow } = await uploadRfp(service, textRfp(['What is your name?']));
  const { workflowId } = workflow;

  const created = await create(service, { workflowId, title: 'Cover letter', content: '# Dear client' });
  expect(created).toEqual({
    document: {
      id: created.document.id,
      workflowId,
      title: 'Cover letter',
      content: '# Dear client',
      version: 1,
      documentType: 'rfp_response',
      clientName: 'Northwind',
      lastEditedBy: { email: 'sales@company.com' },
    },
    errors: [],
  });
  expect((await create(service, { workflowId, title: 'Another', content: '' })).errors).toMatchObject([
    { code: 'CONFLICT' },
  ]);

  const saved = await save(service, { workflowId, content: '# Dear Northwind', expectedVersion: 1 });
  expect(saved).toMatchObject({
    document: { version: 2, title: 'Cover letter', content: '# Dear Northwind' },
    errors: [],
  });
  const stale = await save(service, { workflowId, content: 'lost?', expectedVersion: 1 });
  expect(stale).toMatchObject({ document: null, errors: [{ code: 'CONFLICT' }] });
  expect(stale.errors[0].message).toContain('version 2');

  const racing = await Promise.all(
    [1, 2, 3].map((i) => save(service, { workflowId, title: `Title ${i}`, expectedVersion: 2 })),
  );
  expect(racing.filter(({ errors }) => errors.length === 0)).toHaveLength(1);

  const found = await service.run(
    `query ($w: String!, $id: ID!) {
      document(workflowId: $w) { version }
      documents(first: 5) { edges { node { id } } }
      workflow(workflowId: $w) { document { id } }
      node(id: $id) { ... on Document { content } }
    }`,
    { w: workflowId, id: created.document.id },
  );
  expect(found).toEqual({
    document: { version: 3 },
    documents: { edges: [{ node: { id: created.document.id } }] },
    workflow: { document: { id: created.document.id } },
    node: { content: '# Dear Northwind' },
  });
});

test('what is wrong with a document is said', async () => {
  await using service = await testService();
  const { workflow } = await uploadRfp(service, textRfp(['What is your name?']));
  const { workflowId } = workflow;
  expect((await create(service, { workflowId: 'WF-NONE', title: 'T', content: '' })).errors).toMatchObject([
    { code: 'NOT_FOUND' },
  ]);
  expect((await save(service, { workflowId, content: 'x' })).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await create(service, { workflowId, title: ' ', content: '' })).errors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['input', 'title'] },
  ]);
  expect(
    (await create(service, { workflowId, title: 'T', content: '', documentType: 'poem' })).errors,
  ).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'documentType'] }]);
});
