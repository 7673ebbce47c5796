import { resolveArrayConnection } from '@pothos/plugin-relay';
import { DomainError } from '../../src/platform/errors.js';
import {
  findTemplate,
  listTemplates,
  resetTemplate,
  saveTemplate,
  type Template,
  type TemplateSection,
  templateNamed,
} from '../../src/proposals/index.js';
import { builder } from '../builder.js';
import type { Context } from '../context.js';
import { mutation } from '../kit/mutation.js';
import { names } from '../kit/names.js';
import { currentField, payload } from '../kit/payload.js';
import type { Changes } from '../kit/versions.js';
import { needs } from '../permissions.js';
import { ProposalSectionKindEnum, RequirementRoute } from './enums.js';

const ProposalTemplateSection = builder.objectRef<TemplateSection>('ProposalTemplateSection').implement({
  description: 'A section that proposals of a template have.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ProposalSectionKindEnum }),
    title: t.exposeString('title'),
    purpose: t.exposeString('purpose'),
    topics: t.exposeStringList('topics', { description: 'What is looked up in the knowledge base.' }),
    covers: t.field({
      type: [RequirementRoute],
      description: 'Which requirements it takes up.',
      resolve: ({ covers }) => covers,
    }),
    words: t.exposeInt('words', { description: 'Length to aim at.' }),
  }),
});

interface TemplateUsed extends Pick<Template, 'name' | 'version' | 'sections'> {
  templateId: string;
  /** Of the workflow. */
  reference: string;
}

/** A template as a proposal was drafted by it. */
export const ProposalTemplateUsed = builder.objectRef<TemplateUsed>('ProposalTemplateUsed').implement({
  description: 'The template as it was when the proposal was begun.',
  fields: (t) => ({
    id: t.id({
      description: 'Of this use of it, in one proposal; `templateId` is that of the template.',
      resolve: ({ templateId, reference }) => `${templateId}@${reference}`,
    }),
    templateId: t.exposeID('templateId', {
      description: 'The `id` of the ProposalTemplate, which may have other sections by now.',
    }),
    name: t.exposeString('name', { description: 'The name that the industry had.' }),
    version: t.exposeInt('version', { description: '0 is the default that comes with the product.' }),
    sections: t.field({ type: [ProposalTemplateSection], resolve: ({ sections }) => sections }),
  }),
});

const ProposalTemplate = builder.objectRef<Template>('ProposalTemplate').implement({
  description: 'The sections of proposals to an industry.',
  fields: (t) => ({
    id: t.exposeID('id', {
      description:
        'The industry as a readable id: "financial-services". Of an earlier version "financial-services@2": a thing of its own.',
    }),
    name: t.exposeString('name'),
    version: t.exposeInt('version', {
      description: '0 is the default that comes with the product; moves with each change.',
    }),
    isDefault: t.exposeBoolean('isDefault', { description: 'Whether the sections are the default ones.' }),
    changedAt: t.expose('changedAt', { type: 'DateTime', nullable: true }),
    sections: t.field({ type: [ProposalTemplateSection], resolve: ({ sections }) => sections }),
  }),
});

builder.queryField('proposalTemplates', (t) =>
  t.connection(
    {
      ...needs('templates.view'),
      type: ProposalTemplate,
      description: 'Those that come with the product first, then the organization’s own by name.',
      resolve: async (_root, args, { app, actor }) => {
        const all = await listTemplates(app, actor.organizationId);
        return { ...resolveArrayConnection({ args }, all), total: all.length };
      },
    },
    {
      name: 'ProposalTemplateConnection',
      fields: (c) => ({
        totalCount: c.int({ resolve: (page) => (page as unknown as { total: number }).total }),
      }),
    },
    { name: 'ProposalTemplateEdge' },
  ),
);

builder.queryField('proposalTemplate', (t) =>
  t.field({
    ...needs('templates.view'),
    type: ProposalTemplate,
    nullable: true,
    args: {
      id: t.arg.id({ ...names('template'), required: true }),
      version: t.arg.int({ description: 'An earlier version; left out: the current one.' }),
    },
    resolve: (_root, given, { app, actor }) => {
      const { id, version } = atVersion(given.id);
      return templateAt(app, actor.organizationId, { id, version: given.version ?? version }).catch(orNull);
    },
  }),
);

/** The id of a template, and of an earlier version which. */
export function atVersion(given: string): { id: string; version: number | null } {
  const [, id = given, version = null] = /^(.+)@(\d{1,9})$/.exec(given) ?? [];
  return { id, version: version === null ? null : Number(version) };
}

/** A template as it is, or as it was: under an id of its own then, so that a cache does not take one for the other. */
async function templateAt(
  app: Context['app'],
  organizationId: string,
  { id, version }: { id: string; version: number | null },
): Promise<Template> {
  const template = await findTemplate(app, organizationId, id, version);
  return version === null ? template : { ...template, id: `${template.id}@${version}` };
}

function orNull(error: unknown): null {
  if (error instanceof DomainError && error.kind === 'not-found') return null;
  throw error;
}

const ProposalTemplatePayload = payload('ProposalTemplatePayload', (t) => ({
  template: t.field({
    type: ProposalTemplate,
    nullable: true,
    description: 'Null where the template was taken away.',
    resolve: ({ id }, _args, { app, actor }) =>
      id === null ? null : findTemplate(app, actor.organizationId, id).catch(orNull),
  }),
  current: currentField(t, ProposalTemplate, (id, { app, actor }) =>
    findTemplate(app, actor.organizationId, id).catch(orNull),
  ),
}));

/** A template by its readable id, or by the name of its industry; 0 is the default. */
const changes: Changes = {
  type: 'ProposalTemplate',
  find: async (input: { id?: string; industry?: string }, { app, actor }) =>
    findTemplate(
      app,
      actor.organizationId,
      input.id ? atVersion(input.id).id : templateNamed(input.industry!),
    ).catch(orNull),
};

const ProposalTemplateSectionInput = builder.inputType('ProposalTemplateSectionInput', {
  description: 'A section that proposals of this template have.',
  fields: (t) => ({
    kind: t.field({ type: ProposalSectionKindEnum, description: 'TEXT where left out.' }),
    title: t.string({ required: true, description: 'Up to 120 characters; no two alike.' }),
    purpose: t.string({ description: 'What the section is for, in a sentence.' }),
    topics: t.stringList({ description: 'Up to 10 questions to look up in the knowledge base.' }),
    covers: t.field({ type: [RequirementRoute], description: 'Which requirements it takes up.' }),
    words: t.int({ description: 'Length to aim at, 20 to 2000; 250 where left out.' }),
  }),
});

mutation('saveProposalTemplate', {
  permission: 'templates.edit',
  idempotency: 'natural',
  description: 'Saves the template of an industry as a new version; earlier ones are kept.',
  input: (t) => ({
    industry: t.string({
      ...names('industry'),
      required: true,
      description: 'The name or id of an industry; a new one makes a template of your own.',
    }),
    sections: t.field({ type: [ProposalTemplateSectionInput], required: true, description: '1 to 30.' }),
  }),
  payload: ProposalTemplatePayload,
  changes,
  work: ({ industry, sections, expectedVersion }, { app, actor }) =>
    saveTemplate(app, actor, { industry, sections, expectedVersion }),
});

mutation('resetProposalTemplate', {
  permission: 'templates.edit',
  idempotency: 'natural',
  description:
    'Takes a template back to the default, or away where it is your own; earlier versions are kept.',
  input: (t) => ({ id: t.id({ ...names('template'), required: true }) }),
  payload: ProposalTemplatePayload,
  changes,
  work: ({ id, expectedVersion }, { app, actor }) =>
    resetTemplate(app, actor, { id: atVersion(id).id, expectedVersion }),
});
