import { expect, test } from 'vitest';
import type { ApiClient } from '../support/api-client.js';
import { createDocument, getDocument, restoreDocument, saveDocument } from '../support/documents.js';
import { eventsUntil, getWorkflow, textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { sharedService } from '../support/shared-service.js';

const QUESTIONS = ['What is your name?', 'Where are your offices?', 'Which support hours do you offer?'];

async function readyWorkflow(api: ApiClient): Promise<{ workflowId: string; version: number }> {
  const { workflow } = await uploadRfp(api, textRfp(QUESTIONS));
  const events = await untilReady(api, workflow.workflowId);
  return { workflowId: workflow.workflowId, version: events.at(-1).sequence };
}

const edit = async (api: ApiClient, answerId: string, text: string) =>
  (
    await api.run(
      'mutation ($input: UpdateAnswerInput!) { updateAnswer(input: $input) { errors { code } } }',
      { input: { answerId, text } },
    )
  ).updateAnswer;

/** Until the run has written the response anew. */
const written = (api: ApiClient, workflowId: string, after: number) =>
  eventsUntil(api, workflowId, ({ __typename }) => __typename === 'OutputReady', after);

const put = (content: string, section: { start: number; end: number }, text: string) =>
  content.slice(0, section.start) + text + content.slice(section.end);

test('the response is a document, linked to its answers in both directions', async () => {
  await using service = await sharedService();
  const { workflowId, version } = await readyWorkflow(service);
  const first = await getDocument(service, workflowId);
  expect(first).toMatchObject({
    version: 1,
    generated: true,
    documentType: 'rfp_response',
    title: 'Response to Request for Proposals: Northwind',
    lastEditedBy: null,
  });
  for (const question of QUESTIONS) expect(first.content).toContain(question);
  expect(
    first.sections.map(
      ({ answer }: { answer: { question: { position: number } } }) => answer.question.position,
    ),
  ).toEqual([1, 2, 3]);
  expect(first.sections[0].answer.document).toEqual({ version: 1 });

  // An answer that changes elsewhere comes into a document that nobody has edited.
  const [one, two] = first.sections;
  expect((await edit(service, one.answer.id, 'Larkfield Software.')).errors).toEqual([]);
  let events = await written(service, workflowId, version);
  const second = await getDocument(service, workflowId);
  expect(second).toMatchObject({ version: 2, lastEditedBy: null });
  expect(second.content).toContain('Larkfield Software.');

  // A person writes around the answers and changes one of them.
  const mine = put(second.content, second.sections[1], 'In **Leeds** and Lyon.');
  const saved = await saveDocument(service, {
    workflowId,
    content: `Dear Northwind,\n\n${mine}`,
    expectedVersion: 2,
  });
  expect(saved).toMatchObject({ document: { version: 3 }, unlinked: [], errors: [] });
  events = await written(service, workflowId, events.at(-1).sequence);
  const { generatedResponses } = await getWorkflow(service, workflowId);
  expect(generatedResponses[1]).toMatchObject({ text: 'In **Leeds** and Lyon.', status: 'EDITED' });
  expect(generatedResponses[0].text).toBe('Larkfield Software.');
  const audit = await service.run('{ documents(first: 1) { edges { node { version } } } }');
  expect(audit.documents.edges[0].node.version).toBe(3);

  // The next change of an answer keeps what was written around it.
  expect((await edit(service, two.answer.id, 'In Leeds.')).errors).toEqual([]);
  await written(service, workflowId, events.at(-1).sequence);
  const fourth = await getDocument(service, workflowId);
  expect(fourth).toMatchObject({ version: 4, lastEditedBy: { email: service.email } });
  expect(fourth.content).toBe(saved.document.content.replace('In **Leeds** and Lyon.', 'In Leeds.'));
  expect(
    fourth.versions.edges.map(({ node }: { node: { editedBy: unknown } }) => node.editedBy !== null),
  ).toEqual([false, true, false, false]);
});

test('an answer that was changed here and elsewhere is a conflict, and bringing back a version edits answers', async () => {
  await using service = await sharedService();
  const { workflowId, version } = await readyWorkflow(service);
  const first = await getDocument(service, workflowId);
  const [section] = first.sections;
  const save = (text: string, expectedVersion: number | null) =>
    saveDocument(service, { workflowId, content: put(first.content, section, text), expectedVersion });
  await save('Mine.', 1);
  await written(service, workflowId, version);
  await edit(service, section.answer.id, 'Theirs.');

  const stale = await save('Mine, too.', 1);
  expect(stale).toMatchObject({ document: null, errors: [{ code: 'CONFLICT' }] });
  const current = stale.conflict.currentVersion;
  expect(stale.errors[0].currentVersion).toBe(current);
  // Whether the run has brought the other change in by now or not, the person's text is not written over it.
  const again = await save('Mine, too.', current);
  if (again.errors.length) expect(again.errors).toMatchObject([{ code: 'CONFLICT' }]);

  const restored = await restoreDocument(service, { workflowId, version: 2, expectedVersion: null });
  expect(restored.errors).toEqual([]);
  expect(restored.document.content).toContain('Mine.');
  expect((await getWorkflow(service, workflowId)).generatedResponses[0]).toMatchObject({
    text: 'Mine.',
    status: 'EDITED',
  });
  const { versions } = await getDocument(service, workflowId);
  expect(
    versions.edges.map(({ node }: { node: { restoredFrom: number | null } }) => node.restoredFrom),
  ).toContain(2);
});

test('taken away or doubled anchors end the link, and lose nothing', async () => {
  await using service = await sharedService();
  const { workflowId, version } = await readyWorkflow(service);
  const { content, sections } = await getDocument(service, workflowId);
  const [one, two] = sections;
  const bare = content
    .replace('<!-- answer:1 -->', '')
    .replace('<!-- answer:2 -->', '<!-- answer:2 -->\n\nDoubled.\n\n<!-- /answer -->\n\n<!-- answer:2 -->');
  const saved = await saveDocument(service, { workflowId, content: bare, expectedVersion: 1 });
  expect(saved.errors).toEqual([]);
  expect(
    saved.unlinked.map((answer: { question: { position: number } }) => answer.question.position),
  ).toEqual([1, 2]);
  expect(saved.document.content).toContain(one.answer.text.trim());
  expect(saved.document.content).toContain('Doubled.');
  expect(saved.document.content).not.toMatch(/(answer|sources):[12]/);

  await edit(service, two.answer.id, 'Only there.');
  await written(service, workflowId, version);
  const after = await getDocument(service, workflowId);
  expect(after.version).toBe(2);
  expect(after.sections).toHaveLength(1);
});

test('what was submitted keeps its answers, and lets people write around them', async () => {
  await using service = await sharedService();
  const { workflowId } = await readyWorkflow(service);
  await service.run(
    'mutation ($input: WorkflowInput!) { submitWorkflow(input: $input) { errors { code } } }',
    { input: { workflowId } },
  );
  const { content, sections } = await getDocument(service, workflowId);
  const changed = await saveDocument(service, { workflowId, content: put(content, sections[0], 'Late.') });
  expect(changed).toMatchObject({ document: null, conflict: null, errors: [{ code: 'CONFLICT' }] });
  expect(changed.errors[0].message).toContain('SUBMITTED');
  const around = await saveDocument(service, { workflowId, content: `${content}\n\nYours sincerely` });
  expect(around).toMatchObject({ document: { version: 2 }, errors: [] });
});

test('the file of the response ends with its open points, the document has none', async () => {
  await using service = await sharedService();
  const { workflowId } = await readyWorkflow(service);
  const load = async (path: string) => (await fetch(`${service.url}/${path}`)).text();
  const response = await load(`download/${workflowId}?format=md`);
  expect(response).toContain('## Open points');
  expect(response).toMatch(/of \d+ items are open\./);
  expect(response).toContain('Overall quality: ');
  expect(await load(`documents/${workflowId}/download?format=md`)).not.toContain('Open points');
});

test('a document that a person makes takes the place of a generated one, and is left alone by the run', async () => {
  await using service = await sharedService();
  const { workflowId, version } = await readyWorkflow(service);
  const { sections } = await getDocument(service, workflowId);
  const made = await createDocument(service, { workflowId, title: 'Mine', content: 'My own text' });
  expect(made).toMatchObject({ document: { version: 1, title: 'Mine', generated: false }, errors: [] });
  await edit(service, sections[0].answer.id, 'Another.');
  await written(service, workflowId, version);
  expect(await getDocument(service, workflowId)).toMatchObject({
    version: 1,
    content: 'My own text',
    sections: [],
  });
  expect((await createDocument(service, { workflowId, title: 'T', content: '' })).errors).toMatchObject([
    { code: 'CONFLICT' },
  ]);
  // The response itself is still there, from the answers.
  const pdf = await fetch(`${service.url}/download/${workflowId}?format=md`);
  expect(await pdf.text()).toMatch(/Another\.[\s\S]*## Open points/);
});
