import {
  type Circuit,
  modelRouting,
  type RoutedModel,
  setModelRouting,
  type TaskRouting,
} from '../../src/models/index.js';
import { builder } from '../builder.js';
import type { Context } from '../context.js';
import { globalID } from '../kit/global-id.js';
import { mutation } from '../kit/mutation.js';
import { names } from '../kit/names.js';
import { currentField, type Payload, payload } from '../kit/payload.js';
import { type Changes, VERSION } from '../kit/versions.js';
import { needs } from '../permissions.js';
import { ModelTaskEnum } from './enums.js';

const CircuitState = builder.enumType('CircuitState', {
  description: 'Whether a model is asked.',
  values: {
    CLOSED: { description: 'It is asked.' },
    OPEN: { description: 'It failed several times in a row and is left alone until `openUntil`.' },
    HALF_OPEN: { description: 'The next request finds out whether it is back.' },
  },
});

const ModelCircuit = builder.objectRef<Circuit>('ModelCircuit').implement({
  description:
    'How a model is doing, as the process said that met it last; each process goes by what it meets.',
  fields: (t) => ({
    state: t.expose('state', { type: CircuitState }),
    openUntil: t.expose('openUntil', { type: 'DateTime', nullable: true }),
    failure: t.exposeString('failure', { nullable: true, description: 'Why it was opened.' }),
    changedAt: t.expose('changedAt', { type: 'DateTime' }),
  }),
});

const RoutedModelType = builder.objectRef<RoutedModel>('RoutedModel').implement({
  description: 'A model in the order in which it is asked, with the state of its circuit breaker.',
  fields: (t) => ({
    position: t.exposeInt('position', { description: '1 is asked first, 2 when that fails, …' }),
    credential: t.prismaField({
      type: 'ProviderCredential',
      nullable: true,
      description: 'Null for the provider that the service itself is configured with.',
      resolve: (query, { credential }, _args, { app }) =>
        credential && app.db.providerCredential.findUnique({ ...query, where: { id: credential.id } }),
    }),
    provider: t.exposeString('provider', { description: 'Its id among `providers`, or "environment".' }),
    model: t.exposeString('model', { nullable: true }),
    circuit: t.expose('circuit', {
      type: ModelCircuit,
      nullable: true,
      description: 'Null for one that never failed.',
    }),
  }),
});

const ModelRouting = builder.objectRef<TaskRouting>('ModelRouting').implement({
  description: 'Who is asked for a task, in which order.',
  fields: (t) => ({
    task: t.expose('task', { type: ModelTaskEnum }),
    version: t.exposeInt('version', { description: `${VERSION} 0 before the first.` }),
    isDefault: t.exposeBoolean('isDefault', {
      description:
        'Whether nothing was set: all active credentials are asked, in the order of their activation, or the ' +
        'provider of the service where there are none.',
    }),
    models: t.field({
      type: [RoutedModelType],
      description: 'Empty where rules do the task.',
      resolve: ({ models }) => models,
    }),
  }),
});

builder.queryField('modelRouting', (t) =>
  t.field({
    ...needs('models.view'),
    type: [ModelRouting],
    description: 'Who is asked for which task.',
    resolve: (_root, _args, { app, actor }) => modelRouting(app, actor),
  }),
);

const PlaceInput = builder.inputType('ModelRouteInput', {
  description: 'A place in the order in which models are asked.',
  fields: (t) => ({
    credentialId: t.id({
      ...globalID('ProviderCredential'),
      description: 'Left out for the provider of the service itself.',
    }),
    model: t.string({ ...names('model'), description: "Left out for the credential's own choice." }),
  }),
});

const routingOf = async (task: string, { app, actor }: Context): Promise<TaskRouting | null> =>
  (await modelRouting(app, actor)).find((routing) => routing.task === task) ?? null;

const changes: Changes = {
  type: 'ModelRouting',
  find: async ({ task }: { task: string }, context) => {
    const routing = await routingOf(task, context);
    return routing && { id: task, version: routing.version };
  },
};

mutation('setModelRouting', {
  permission: 'models.manage',
  idempotency: 'natural',
  description: 'Sets who is asked for a task, in which order. An empty list goes back to the default.',
  input: (t) => ({
    task: t.field({ type: ModelTaskEnum, required: true }),
    models: t.field({ type: [PlaceInput], required: true, description: 'Up to 10, the first one first.' }),
  }),
  payload: payload<Payload & { routing?: TaskRouting }>('SetModelRoutingPayload', (t) => ({
    routing: t.field({
      type: ModelRouting,
      nullable: true,
      resolve: ({ routing }) => routing ?? null,
    }),
    current: currentField(t, ModelRouting, routingOf),
  })),
  changes,
  work: async ({ task, models, expectedVersion }, { app, actor }) => {
    const places = models.map(({ credentialId, model }) => ({
      credentialId: credentialId ?? null,
      model: model ?? null,
    }));
    return {
      id: task,
      routing: await setModelRouting(app, actor, { task, models: places, expectedVersion }),
    };
  },
});
