import { Marked } from 'marked';
import { expect, test } from 'vitest';
import { createProposal, untilWritten, writtenProposal } from '../support/proposals.js';
import { sharedService } from '../support/shared-service.js';

test('a double click makes one proposal, and a key is good for one input', { timeout: 60_000 }, async () => {
  await using service = await sharedService();
  const input = { industry: 'SaaS', idempotencyKey: 'once' };
  const clicks = await Promise.all(Array.from({ length: 4 }, () => createProposal(service, input)));
  expect(clicks.flatMap(({ errors }) => errors)).toEqual([]);
  expect(new Set(clicks.map(({ workflow }) => workflow.workflowId)).size).toBe(1);
  expect((await createProposal(service, input)).workflow.workflowId).toBe(clicks[0].workflow.workflowId);
  for (const other of [{ clientName: 'Other' }, { requirements: 'Else.' }, { title: 'Else' }])
    expect(await createProposal(service, { ...input, ...other })).toMatchObject({
      workflow: null,
      errors: [{ code: 'CONFLICT' }],
    });
  const { workflows } = await service.run('{ workflows(kind: QUICK_PROPOSAL) { edges { node { id } } } }');
  expect(workflows.edges).toHaveLength(1);
  await untilWritten(service, clicks[0].workflow.workflowId);
});

test('input that no proposal can be made of is refused with a reason', { timeout: 60_000 }, async () => {
  await using service = await sharedService();
  const at = (field: string) => [{ code: 'INVALID_INPUT', path: ['input', field] }];
  const refused = async (input: Record<string, unknown>) => (await createProposal(service, input)).errors;
  expect(await refused({ clientName: '  ' })).toMatchObject(at('clientName'));
  for (const requirements of ['', ' \n\t ', '\u200b\u2060', '---\n***\n', '| | |\n|-|-|'])
    expect(await refused({ requirements })).toMatchObject(at('requirements'));
  expect(await refused({ requirements: 'x '.repeat(100_000) })).toMatchObject(at('requirements'));
  expect(await refused({ requirements: '- a\n'.repeat(20_000) })).toMatchObject(at('requirements'));
  expect(await refused({ title: 'x'.repeat(201) })).toMatchObject(at('title'));
  expect(await refused({ templateId: 'none' })).toMatchObject(at('templateId'));
});

test('hostile requirements come out as the text they are', { timeout: 60_000 }, async () => {
  await using service = await sharedService();
  const nasty = [
    '# Not a heading of ours',
    '- We need <script>alert(1)</script> and [a link](javascript:alert(1)) | with a pipe.',
    '- The system must `run` \u0000\u0007\u0085 ‮evil‬ \ud800 things.',
    `- It shall be ${'very '.repeat(3000)}long.`,
    '> Quote must stay.',
    '- You must answer at https://others.example/a, www.others.example or sales@others.example.',
    '1. **Bold** must not break the table |||',
  ].join('\n');
  const done = await writtenProposal(service, { requirements: nasty, clientName: 'A|B *C* <D>' });
  expect(done.state).toBe('READY');
  expect(done.proposalRequirements.length).toBeGreaterThan(3);
  const table = done.proposalContent.split('\n').filter((line: string) => line.startsWith('| '));
  for (const row of table.slice(0, done.proposalRequirements.length + 2))
    expect(row.replaceAll('\\|', '').split('|')).toHaveLength(5);
  expect(done.proposalContent).not.toMatch(/(?<!\\)<script/);
  expect(done.proposalContent).toContain('sales\\@others.example');
  expect(new Marked().parse(done.proposalContent)).not.toMatch(/<(a|img)\b/);
  for (const control of ['\u0000', '\u0007', '\u0085']) expect(done.proposalContent).not.toContain(control);
  expect((await fetch(done.outputFile.url)).status).toBe(200);
});

test('a client who wants two words has two words taken seriously', { timeout: 60_000 }, async () => {
  await using service = await sharedService();
  const { proposalRequirements } = await writtenProposal(service, { requirements: 'Data encryption' });
  expect(proposalRequirements).toMatchObject([{ kind: 'NEED', text: 'Data encryption', start: 0, end: 15 }]);
});
