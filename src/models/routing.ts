import { ModelTask, type ProviderCredential } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import { recordAudit } from '../audit/index.js';
import { type Actor, requirePermission } from '../identity/index.js';
import type { Tx } from '../platform/database/db.js';
import { invalidInput } from '../platform/errors.js';
import { isUuid } from '../platform/ids.js';
import { optionalLine } from '../platform/text/text-input.js';
import { checkVersion, type ExpectedVersion } from '../platform/versions.js';
import { ENVIRONMENT } from './candidate.js';
import { modelOf, providerOf } from './clients.js';
import { loadConfiguration } from './configuration.js';
import { routeOf } from './route-entries.js';

/** How a model at a provider is doing, as the process said that met it last. */
export interface Circuit {
  state: 'CLOSED' | 'OPEN' | 'HALF_OPEN';
  /** When it is asked again; null while it is closed. */
  openUntil: Date | null;
  /** Why it was opened. */
  failure: string | null;
  changedAt: Date;
}

/** One place of a route, as it is asked. */
export interface RoutedModel {
  /** 1-based. */
  position: number;
  credential: ProviderCredential | null;
  provider: string;
  /** Null where neither the route nor the credential nor the preset names one. */
  model: string | null;
  /** Null for one that has never failed. */
  circuit: Circuit | null;
}

/** Who is asked for a task, in which order. */
export interface TaskRouting {
  task: ModelTask;
  /** Whether it is the default: all active credentials, or the provider of the environment. */
  isDefault: boolean;
  /** Moves with each change; 0 before the first. */
  version: number;
  /** Empty where rules do the task. */
  models: RoutedModel[];
}

/** Who is asked for each task, as it is now. */
export async function modelRouting(app: App, actor: Actor): Promise<TaskRouting[]> {
  requirePermission(actor, 'models.view');
  const { organizationId } = actor;
  const configuration = await loadConfiguration(app.db, organizationId);
  const circuits = await circuitsOf(app, [ENVIRONMENT, ...configuration.credentials.map(({ id }) => id)]);
  const versions = await versionsOf(app.db, organizationId);
  return Object.values(ModelTask).map((task) => ({
    task,
    version: versions.get(task) ?? 0,
    isDefault: !configuration.routes.has(task),
    models: routeOf(configuration, task, hasEnvironment(app, task)).map(({ credential, model: named }, i) => {
      const model = modelOf(app.env, credential, named, task);
      const circuit = circuits.get(`${credential?.id ?? ENVIRONMENT} ${model}`) ?? null;
      return { position: i + 1, credential, provider: providerOf(credential), model, circuit };
    }),
  }));
}

const hasEnvironment = ({ env }: App, task: ModelTask) =>
  (task === 'EMBEDDINGS' ? env.embedding : env.model) !== null;

export interface ModelRouteInput {
  task: ModelTask;
  /** In the order of asking; empty to go back to the default. */
  models: { credentialId: string | null; model: string | null }[];
  expectedVersion?: ExpectedVersion;
}

const MOST_PLACES = 10;

/**
 * Sets who is asked for a task.
 * @throws {DomainError} invalid-input
 */
export async function setModelRouting(
  app: App,
  actor: Actor,
  { task, models, expectedVersion }: ModelRouteInput,
): Promise<TaskRouting> {
  requirePermission(actor, 'models.manage');
  const { organizationId } = actor;
  if (models.length > MOST_PLACES)
    throw invalidInput(`A route holds at most ${MOST_PLACES} models.`, ['input', 'models']);
  const places = models.map(({ credentialId, model }, position) => ({
    organizationId,
    task,
    position,
    credentialId,
    model: optionalLine(model, 'The model', ['input', 'models', String(position), 'model']),
  }));
  await checkPlaces(app, actor, places);
  const after = places.map(({ credentialId, model }) => ({ credentialId, model }));
  await app.db.$transaction(async (tx) => {
    await nextVersion(tx, { organizationId, task }, expectedVersion);
    const before = await tx.modelRoute.findMany({
      where: { organizationId, task },
      orderBy: { position: 'asc' },
      select: { credentialId: true, model: true },
    });
    await tx.modelRoute.deleteMany({ where: { organizationId, task } });
    await tx.modelRoute.createMany({ data: places });
    await recordAudit(tx, actor, {
      action: 'model-routing.set',
      subjectType: 'organization',
      subjectId: organizationId,
      details: { task, models: after },
      before: { models: before },
      after: { models: after },
    });
  });
  app.models.forget(organizationId);
  const routings = await modelRouting(app, actor);
  return routings.find((routing) => routing.task === task)!;
}

const versionsOf = async (db: Tx, organizationId: string): Promise<Map<ModelTask, number>> => {
  const rows = await db.modelRouting.findMany({ where: { organizationId } });
  return new Map(rows.map(({ task, version }) => [task, version]));
};

/** Counts the change, one at a time for a task. @throws {StaleVersion} */
async function nextVersion(
  tx: Tx,
  { organizationId, task }: { organizationId: string; task: ModelTask },
  expected: ExpectedVersion,
): Promise<void> {
  const { version } = await tx.modelRouting.upsert({
    where: { organizationId_task: { organizationId, task } },
    create: { organizationId, task, version: 1 },
    update: { version: { increment: 1 } },
  });
  checkVersion(`The route of ${task}`, { id: task, version: version - 1 }, expected);
}

interface NewPlace {
  position: number;
  task: ModelTask;
  credentialId: string | null;
  model: string | null;
}

async function checkPlaces(app: App, { organizationId }: Actor, places: NewPlace[]): Promise<void> {
  const ids = places.flatMap(({ credentialId }) =>
    credentialId && isUuid(credentialId) ? credentialId : [],
  );
  const credentials = await app.db.providerCredential.findMany({
    where: { organizationId, id: { in: ids } },
  });
  const known = new Map(credentials.map((credential) => [credential.id, credential]));
  const seen = new Set<string>();
  for (const { position, task, credentialId, model: named } of places) {
    const path = ['input', 'models', String(position)];
    const credential = credentialId === null ? null : known.get(credentialId);
    if (credential === undefined)
      throw invalidInput('There is no such credential.', [...path, 'credentialId']);
    if (credential === null && !hasEnvironment(app, task))
      throw invalidInput('The service itself has no model for this. Name a credential.', [
        ...path,
        'credentialId',
      ]);
    const model = modelOf(app.env, credential, named, task);
    if (model === null)
      throw invalidInput(`Name a model: the credential has none for this task.`, [...path, 'model']);
    const key = `${credentialId} ${model}`;
    if (seen.has(key)) throw invalidInput(`"${model}" stands in this route twice.`, path);
    seen.add(key);
  }
}

async function circuitsOf(app: App, keys: string[]): Promise<Map<string, Circuit>> {
  const rows = await app.db.modelCircuit.findMany({ where: { credentialKey: { in: keys } } });
  const now = app.clock();
  return new Map(
    rows.map(({ credentialKey, model, state, openUntil, failure, changedAt }) => {
      const isOver = openUntil !== null && openUntil <= now;
      const shown = state === 'OPEN' ? (isOver ? 'HALF_OPEN' : 'OPEN') : 'CLOSED';
      return [`${credentialKey} ${model}`, { state: shown, openUntil, failure, changedAt }];
    }),
  );
}
