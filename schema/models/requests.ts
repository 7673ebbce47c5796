import type { AiRequest as AiRequestRow } from '../../generated/client/client.js';
import type { App } from '../../src/app-types.js';
import { requestsWhere } from '../../src/models/index.js';
import { builder } from '../builder.js';
import { globalID } from '../kit/global-id.js';
import { names } from '../kit/names.js';
import { tenantConnection } from '../kit/tenant-connection.js';
import { tenantNode } from '../kit/tenant-node.js';
import { AiRequestOutcomeEnum, ModelTaskEnum } from './enums.js';

const AiRequestFailure = builder
  .objectRef<Pick<AiRequestRow, 'failureKind' | 'failureMessage' | 'status'>>('AiRequestFailure')
  .implement({
    description: 'Why a request to a model failed.',
    fields: (t) => ({
      kind: t.string({
        description: 'rate-limited, unavailable, malformed, rejected, refused or aborted.',
        resolve: ({ failureKind }) => failureKind ?? 'unavailable',
      }),
      message: t.string({ resolve: ({ failureMessage }) => failureMessage ?? '' }),
      status: t.exposeInt('status', {
        nullable: true,
        description: 'HTTP status of the provider’s answer, where there was one.',
      }),
    }),
  });

export const AiRequest = builder.prismaNode('AiRequest', {
  ...tenantNode('usage.view'),
  description: 'A request to a model, or one that the cache saved. What was said is not kept.',
  fields: (t) => ({
    task: t.exposeString('task', { description: 'As in PromptTemplate: "draft-answer".' }),
    modelTask: t.expose('modelTask', { type: ModelTaskEnum }),
    provider: t.exposeString('provider', {
      description: 'The id of a provider; "environment" for the one that the service was started with.',
    }),
    credentialName: t.exposeString('credentialName', {
      nullable: true,
      description: 'As it was then; null for the provider of the environment.',
    }),
    model: t.exposeString('model'),
    position: t.exposeInt('position', {
      description: '0 for the first of the route, 1 for the first fallback.',
    }),
    promptVersion: t.exposeInt('promptVersion', {
      description: 'Version of the PromptTemplate; 0 for the default.',
    }),
    promptHash: t.exposeString('promptHash', {
      nullable: true,
      description: 'Tells one text of the instructions from another, also defaults of different releases.',
    }),
    parameters: t.expose('parameters', { type: 'JSON', description: 'What was set for the request.' }),
    inputTokens: t.exposeInt('inputTokens'),
    outputTokens: t.exposeInt('outputTokens'),
    cost: t.float({
      nullable: true,
      description: 'In US dollars; null where no price is known.',
      select: { cost: true },
      resolve: ({ cost }) => cost?.toNumber() ?? null,
    }),
    savedTokens: t.exposeInt('savedTokens', { description: 'What the cache saved.' }),
    savedCost: t.float({
      nullable: true,
      description: 'What the cache saved, in US dollars, where it is known.',
      select: { savedCost: true },
      resolve: ({ savedCost }) => savedCost?.toNumber() ?? null,
    }),
    latencyMs: t.exposeInt('latencyMs'),
    outcome: t.expose('outcome', { type: AiRequestOutcomeEnum }),
    failure: t.field({
      type: AiRequestFailure,
      nullable: true,
      description: 'Set in FAILED.',
      select: { outcome: true, failureKind: true, failureMessage: true, status: true },
      resolve: (row) => (row.outcome === 'FAILED' ? row : null),
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was over.' }),
    workflow: t.prismaField({
      type: 'Workflow',
      nullable: true,
      description: 'The workflow that it was made for; null for questions to the knowledge base.',
      select: { workflowId: true, organizationId: true },
      resolve: (query, { workflowId: id, organizationId }, _args, { app }) =>
        id === null ? null : app.db.workflow.findUnique({ ...query, where: { id, organizationId } }),
    }),
    user: t.prismaField({
      type: 'User',
      nullable: true,
      description: 'Who asked, or began the workflow.',
      select: { userId: true },
      resolve: (query, { userId: id }, _args, { app }) =>
        id === null ? null : app.db.user.findUnique({ ...query, where: { id } }),
    }),
  }),
});

/** The request behind an answer or a section. */
export const requestOf = (
  { db }: Pick<App, 'db'>,
  query: object,
  { aiRequestId: id, organizationId }: { aiRequestId: string | null; organizationId: string },
): Promise<AiRequestRow | null> | null =>
  id === null ? null : db.aiRequest.findUnique({ ...query, where: { id, organizationId } });

const Filter = builder.inputType('AiRequestFilter', {
  description: 'What is left out does not restrict.',
  fields: (t) => ({
    task: t.string({ ...names('task'), description: '"draft-answer".' }),
    modelTask: t.field({ type: ModelTaskEnum }),
    outcome: t.field({ type: AiRequestOutcomeEnum }),
    provider: t.string(names('provider')),
    model: t.string(names('model')),
    workflowId: t.string({ description: 'As Workflow.workflowId has it.' }),
    userId: t.id(globalID('User')),
    from: t.field({ type: 'DateTime', description: 'At this moment or later.' }),
    to: t.field({ type: 'DateTime', description: 'Before this moment.' }),
  }),
});

tenantConnection('aiRequests', {
  permission: 'usage.view',
  model: 'AiRequest',
  description: 'Requests to models, the newest first.',
  args: (t) => ({ filter: t.field({ type: Filter }) }),
  where: ({ app, actor }, { filter }) => {
    const { workflowId, userId, ...rest } = filter ?? {};
    return requestsWhere(app, actor, { ...rest, workflow: workflowId ?? null, userId: userId ?? null });
  },
  orderBy: [{ at: 'desc' }, { id: 'desc' }],
});
