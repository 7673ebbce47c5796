import { expect, test } from 'vitest';
import type { Reply } from '../support/api-client.js';
import {
  createDocument as create,
  getDocument,
  restoreDocument,
  saveDocument as save,
} from '../support/documents.js';
import { textRfp, uploadRfp } from '../support/rfp.js';
import { sharedService } from '../support/shared-service.js';

test('a document of a workflow is written, saved in versions, and never overwritten unseen', async () => {
  await using service = await sharedService();
  const { workflow } = await uploadRfp(service, textRfp(['What is your name?']));
  const { workflowId } = workflow;

  const created = await create(service, { workflowId, title: 'Cover letter', content: '# Dear client' });
  expect(created).toEqual({
    conflict: null,
    unlinked: [],
    document: {
      generated: false,
      id: created.document.id,
      workflowId,
      title: 'Cover letter',
      content: '# Dear client',
      version: 1,
      documentType: 'rfp_response',
      clientName: 'Northwind',
      lastEditedBy: { email: service.email },
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
  expect(stale.errors[0]).toMatchObject({ currentVersion: 2, message: expect.stringContaining('version 2') });
  expect(stale.conflict).toEqual({
    currentVersion: 2,
    currentDocument: { version: 2, title: 'Cover letter', content: '# Dear Northwind' },
  });
  const same = await save(service, { workflowId, content: '# Dear Northwind', expectedVersion: 2 });
  expect(same).toMatchObject({ document: { version: 2 }, errors: [] });

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
  await using service = await sharedService();
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

test('versions are listed, compared, brought back and downloaded', async () => {
  await using service = await sharedService();
  const { workflow } = await uploadRfp(service, textRfp(['What is your name?']));
  const { workflowId } = workflow;
  await create(service, { workflowId, title: 'Letter', content: 'Dear client\n\nWe thank you.' });
  await save(service, {
    workflowId,
    title: 'Our letter',
    content: 'Dear client\n\nWe thank you much.\n\nBye',
  });

  const { documentDiff, documentVersion } = await service.run(
    `query ($w: String!) {
      documentVersion(workflowId: $w, version: 1) { title content characters downloads { pdf } }
      documentDiff(workflowId: $w, from: 1, to: 2) {
        from { title } to { title } linesAdded linesRemoved coarse truncated unified
        hunks { kind oldStart newStart lines { kind text spans { kind text } } }
      }
    }`,
    { w: workflowId },
  );
  expect(documentVersion).toMatchObject({
    title: 'Letter',
    content: 'Dear client\n\nWe thank you.',
    characters: 26,
  });
  expect(documentVersion.downloads.pdf).toBe(
    `${service.url}/documents/${workflowId}/download?format=pdf&version=1`,
  );
  expect(documentDiff).toMatchObject({
    from: { title: 'Letter' },
    to: { title: 'Our letter' },
    linesAdded: 3,
    linesRemoved: 1,
  });
  expect(documentDiff.unified).toContain('-We thank you.\n+We thank you much.\n+\n+Bye');
  expect(documentDiff.hunks[0].lines[3].spans).toContainEqual({ kind: 'CHANGED', text: ' much' });

  const stale = await restoreDocument(service, { workflowId, version: 1, expectedVersion: 1 });
  expect(stale).toMatchObject({ errors: [{ code: 'CONFLICT', currentVersion: 2 }] });
  const restored = await restoreDocument(service, { workflowId, version: 1, expectedVersion: 2 });
  expect(restored).toMatchObject({ document: { version: 3, title: 'Letter' }, errors: [] });
  expect((await restoreDocument(service, { workflowId, version: 9 })).errors).toMatchObject([
    { code: 'NOT_FOUND' },
  ]);
  const { versions } = await getDocument(service, workflowId);
  expect(versions.totalCount).toBe(3);
  expect(
    versions.edges.map(({ node }: Reply) => [
      node.version,
      node.linesAdded,
      node.linesRemoved,
      node.restoredFrom,
    ]),
  ).toEqual([
    [3, 1, 3, 1],
    [2, 3, 1, null],
    [1, 3, 0, null],
  ]);
  const page = await service.run(
    `query ($w: String!, $after: String) { document(workflowId: $w) { versions(first: 1, after: $after) {
      edges { cursor node { version editedBy { email } } } pageInfo { hasNextPage } } } }`,
    { w: workflowId },
  );
  const { cursor } = page.document.versions.edges[0];
  const next = await service.run(
    `query ($w: String!, $after: String) { document(workflowId: $w) { versions(first: 1, after: $after) {
      edges { node { version editedBy { email } } } } } }`,
    { w: workflowId, after: cursor },
  );
  expect(next.document.versions.edges).toEqual([
    { node: { version: 2, editedBy: { email: service.email } } },
  ]);

  const load = (query: string) => fetch(`${service.url}/documents/${workflowId}/download${query}`);
  const markdown = await load('?format=md&version=2');
  expect(markdown.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
  expect(markdown.headers.get('content-disposition')).toMatch(/filename="RFP_Response_Northwind_\d{8}\.md"/);
  expect(await markdown.text()).toBe('# Our letter\n\nDear client\n\nWe thank you much.\n\nBye\n');
  const start = async (query: string) =>
    Buffer.from(await (await load(query)).arrayBuffer())
      .subarray(0, 4)
      .toString();
  expect(await start('?format=pdf')).toBe('%PDF');
  expect(await start('')).toBe('PK\u0003\u0004');
  expect((await load('?format=exe')).status).toBe(422);
  expect((await load('?version=x')).status).toBe(422);
  expect((await load('?version=9')).status).toBe(404);
});

test('documents are filtered, searched, ordered and counted', async () => {
  await using service = await sharedService();
  const ids: string[] = [];
  for (const [title, clientName, content] of [
    [
      'Zebra letter',
      'Northwind',
      `${'filler text '.repeat(20_000)} Our encrypting appliances are certified.`,
    ],
    ['Alpha offer', 'Contoso', 'Nothing of the kind. <!-- appliance -->'],
  ]) {
    const { workflow } = await uploadRfp(service, textRfp(['What is your name?', 'Where are you?', title!]));
    ids.push(workflow.workflowId);
    await create(service, {
      workflowId: workflow.workflowId,
      title,
      clientName,
      content,
      documentType: 'proposal',
    });
  }
  const list = async (args: string) => {
    const { documents } = await service.run(
      `{ documents(first: 10, ${args}) { totalCount edges { node { workflowId } } } }`,
    );
    expect(documents.totalCount).toBe(documents.edges.length);
    return documents.edges.map(({ node }: Reply) => ids.indexOf(node.workflowId));
  };
  expect(await list('orderBy: TITLE')).toEqual([1, 0]);
  expect(await list('orderBy: UPDATED_AT')).toEqual([1, 0]);
  expect(await list('search: "certified appliance encryption"')).toEqual([0]);
  expect(await list('search: "offers"')).toEqual([1]);
  expect(await list('search: "letter -appliance"')).toEqual([]);
  expect(await list('search: "letter", clientName: "conto"')).toEqual([]);
  expect(await list('clientName: "CONTO"')).toEqual([1]);
  expect(await list('documentType: "rfp_response"')).toEqual([]);
  expect(await list('updatedAfter: "2100-01-01T00:00:00Z"')).toEqual([]);
  expect(await list('updatedBefore: "2100-01-01T00:00:00Z", updatedAfter: "2020-01-01T00:00:00Z"')).toEqual([
    1, 0,
  ]);
  const { me } = await service.run('{ me { id } }');
  expect(await list(`editedBy: "${me.id}"`)).toEqual([1, 0]);
  expect(await list(`editedBy: "${btoa('User:00000000-0000-7000-8000-000000000000')}"`)).toEqual([]);

  const { document } = await service.run(
    `{ document(workflowId: "${ids[0]}") { snippet(search: "appliance") { text highlights { start end } } } }`,
  );
  const { text, highlights } = document.snippet;
  expect(highlights.map(({ start, end }: { start: number; end: number }) => text.slice(start, end))).toEqual([
    'appliances',
  ]);
});
