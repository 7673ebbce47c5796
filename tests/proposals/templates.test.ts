import { expect, test } from 'vitest';
import { DEFAULT_TEMPLATES, templateFor } from '../../src/proposals/templates/index.js';
import type { ApiClient, Reply } from '../support/api-client.js';
import { createProposal, getProposal, untilWritten } from '../support/proposals.js';
import { sharedService } from '../support/shared-service.js';

const FIELDS = 'id name version isDefault sections { kind title purpose topics covers words }';
const list = async (api: ApiClient): Promise<Reply[]> =>
  (
    await api.run(`{ proposalTemplates(first: 100) { edges { node { ${FIELDS} } } } }`)
  ).proposalTemplates.edges.map(({ node }: Reply) => node);
const save = async (api: ApiClient, input: Record<string, unknown>): Promise<Reply> =>
  (
    await api.run(
      `mutation ($input: SaveProposalTemplateInput!) {
        saveProposalTemplate(input: $input) { template { ${FIELDS} } errors { code message path } }
      }`,
      { input },
    )
  ).saveProposalTemplate;
const reset = async (api: ApiClient, input: Record<string, unknown>): Promise<Reply> =>
  (
    await api.run(
      `mutation ($input: ResetProposalTemplateInput!) {
        resetProposalTemplate(input: $input) { template { id version isDefault } errors { code message } }
      }`,
      { input },
    )
  ).resetProposalTemplate;

test.for([
  ['Healthcare', 'healthcare'],
  ['  HEALTH-care ', 'healthcare'],
  ['Regional hospital group', 'healthcare'],
  ['SaaS', 'software'],
  ['Banking & Insurance', 'financial-services'],
  ['State government', 'public-sector'],
  ['K-12', 'education'],
  ['it', 'it-services'],
  ['Underwater basket weaving', 'general'],
  ['', 'general'],
  ['工業', 'general'],
  ['Oil & Gas', 'oil-and-gas'],
])('an industry written as “%s” has the template %s', ([industry, id]) => {
  expect(templateFor(industry!, ['oil-and-gas'])).toBe(id);
});

test('each default template has a summary, needs, prices and something for every kind of requirement', () => {
  for (const { sections } of Object.values(DEFAULT_TEMPLATES)) {
    for (const kind of ['SUMMARY', 'NEEDS', 'PRICING'])
      expect(sections.filter((section) => section.kind === kind)).toHaveLength(1);
    expect(sections.some(({ covers }) => covers.includes('other'))).toBe(true);
    const titles = sections.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  }
});

test('an organization changes a template, keeps its versions, and takes it back', {
  timeout: 60_000,
}, async () => {
  await using service = await sharedService();
  const original = (await list(service)).find(({ id }) => id === 'healthcare')!;
  expect(original).toMatchObject({ name: 'Healthcare', version: 0, isDefault: true });

  const sections = [
    { kind: 'SUMMARY', title: 'In one page' },
    { title: 'Patients first', covers: ['SECURITY', 'OTHER'], topics: ['How is data encrypted?'], words: 80 },
  ];
  const saved = await save(service, { industry: 'hospital', sections, expectedVersion: 0 });
  expect(saved).toMatchObject({
    errors: [],
    template: { id: 'healthcare', name: 'Healthcare', version: 1, isDefault: false },
  });
  expect(saved.template.sections[1]).toMatchObject({ kind: 'TEXT', purpose: 'Patients first', words: 80 });
  const stale = await save(service, { industry: 'healthcare', sections, expectedVersion: 0 });
  expect(stale).toMatchObject({ template: null, errors: [{ code: 'CONFLICT' }] });
  expect(stale.errors[0].message).toContain('version 1');
  const racing = await Promise.all(
    [1, 2, 3].map((words) =>
      save(service, { industry: 'healthcare', sections: [{ title: `T${words}` }], expectedVersion: 1 }),
    ),
  );
  expect(racing.filter(({ errors }) => errors.length === 0)).toHaveLength(1);

  const { workflow } = await createProposal(service, { industry: 'Healthcare' });
  expect((await reset(service, { id: 'healthcare' })).template).toEqual({
    id: 'healthcare',
    version: 3,
    isDefault: true,
  });
  await untilWritten(service, workflow.workflowId);
  const proposal = await getProposal(service, workflow.workflowId);
  expect(proposal.proposalTemplate).toMatchObject({ templateId: 'healthcare', version: 2 });
  expect(proposal.proposalSections).toHaveLength(1);

  const versionOf = async (version: number | null) =>
    (
      await service.run(
        'query ($v: Int) { proposalTemplate(id: "healthcare", version: $v) { version sections { title } } }',
        { v: version },
      )
    ).proposalTemplate;
  expect((await versionOf(1)).sections.map(({ title }: Reply) => title)).toEqual([
    'In one page',
    'Patients first',
  ]);
  expect((await versionOf(null)).sections).toHaveLength(original.sections.length);
  expect((await versionOf(0)).sections).toHaveLength(original.sections.length);
  expect(await versionOf(9)).toBeNull();
});

test('an industry of one’s own has a template until it is taken away', { timeout: 60_000 }, async () => {
  await using service = await sharedService();
  const { template } = await save(service, { industry: 'Oil & Gas', sections: [{ title: 'Rigs' }] });
  expect(template).toMatchObject({ id: 'oil-and-gas', name: 'Oil & Gas', version: 1 });
  expect((await list(service)).at(-1)).toMatchObject({ id: 'oil-and-gas' });
  const byIndustry = await createProposal(service, { industry: 'oil and gas' });
  await untilWritten(service, byIndustry.workflow.workflowId);
  const { proposalTemplate } = await getProposal(service, byIndustry.workflow.workflowId);
  expect(proposalTemplate).toMatchObject({ templateId: 'oil-and-gas', name: 'Oil & Gas' });

  expect(await reset(service, { id: 'oil-and-gas' })).toEqual({ template: null, errors: [] });
  expect((await list(service)).map(({ id }) => id)).not.toContain('oil-and-gas');
  expect((await reset(service, { id: 'oil-and-gas' })).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  const named = await createProposal(service, { templateId: 'oil-and-gas' });
  expect(named.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'templateId'] }]);
});

test('what is wrong with a template is said', { timeout: 60_000 }, async () => {
  await using service = await sharedService();
  const refused = async (input: Record<string, unknown>) =>
    (await save(service, { industry: 'Test', sections: [{ title: 'T' }], ...input })).errors;
  const at = (...path: string[]) => [{ code: 'INVALID_INPUT', path: ['input', ...path] }];
  expect(await refused({ sections: [] })).toMatchObject(at('sections'));
  const many = Array.from({ length: 31 }, (_, i) => ({ title: `T${i}` }));
  expect(await refused({ sections: many })).toMatchObject(at('sections'));
  expect(await refused({ sections: [{ title: 'A' }, { title: 'a' }] })).toMatchObject(
    at('sections', '1', 'title'),
  );
  expect(await refused({ sections: [{ title: ' ' }] })).toMatchObject(at('sections', '0', 'title'));
  expect(await refused({ sections: [{ title: 'T', words: 5 }] })).toMatchObject(at('sections', '0', 'words'));
  expect(await refused({ sections: [{ title: 'T', topics: Array(11).fill('Why?') }] })).toMatchObject(
    at('sections', '0', 'topics'),
  );
  const twice = [
    { kind: 'PRICING', title: 'A' },
    { kind: 'PRICING', title: 'B' },
  ];
  expect(await refused({ sections: twice })).toMatchObject(at('sections'));
  expect(await refused({ industry: '!!!' })).toMatchObject(at('industry'));
});
