import { z } from 'zod';
import type { ProviderCredential } from '../../../generated/client/client.js';
import { AiFailure } from '../../ai/index.js';
import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { DomainError, notFound } from '../../platform/errors.js';
import { VaultError } from '../../platform/secrets/vault.js';
import { Clients, modelOf } from '../clients.js';
import { openKey } from '../credential-key.js';
import { tokensOf } from '../limits/estimated-tokens.js';
import { embeddingRequest } from '../metered-embedder.js';
import { onRecord } from '../on-record.js';
import { Recorder } from '../record-request.js';
import { checkPlace } from './address.js';
import { addressOf, presetInput } from './input.js';
import { type Verdict, verdictOf } from './verdict.js';

/** How a test went; kept as `lastTest`. */
export interface CredentialTest {
  ok: boolean;
  code: Verdict;
  message: string;
  /** From the question to the answer, of all requests together. */
  latencyMs: number;
  /** The model that was asked last. */
  model: string | null;
  at: Date;
}

const LONGEST_MS = 30_000;

/** Enough for a model that thinks first; one that does not writes a handful. */
const MOST_TOKENS = 1_000;

const question = {
  task: 'test-credential',
  system: 'Somebody tries whether you can be reached. Reply with `ok` set to true.',
  user: 'Are you there?',
  schema: z.object({ ok: z.boolean() }),
  schemaName: 'connection_test',
  maxOutputTokens: MOST_TOKENS,
};

/**
 * Asks the credential's model something of a few tokens, in the way in which tasks ask, and its embedding model for one
 * vector. The result is kept with the credential, unless that was changed meanwhile.
 * @throws {DomainError} not-found; what is wrong with the credential is the result
 */
export async function testCredential(app: App, actor: Actor, id: string): Promise<CredentialTest> {
  requirePermission(actor, 'models.manage');
  const { organizationId } = actor;
  const credential = await app.db.providerCredential.findFirst({ where: { id, organizationId } });
  if (!credential) throw notFound('The credential');
  const begin = performance.now();
  const { model, failure } = await tryOut(app, actor, credential);
  const result: CredentialTest = {
    ok: failure === null,
    code: failure?.code ?? 'OK',
    message: failure?.message ?? successOf(app, credential),
    latencyMs: Math.round(performance.now() - begin),
    model,
    at: app.clock(),
  };
  await keep(app, actor, credential, result);
  return result;
}

interface Tried {
  model: string | null;
  failure: { code: Verdict; message: string } | null;
}

async function tryOut(app: App, actor: Actor, credential: ProviderCredential): Promise<Tried> {
  const { env, vault } = app;
  const model = modelOf(env, credential, null, 'CHAT');
  const { embeddingModel } = credential;
  const fail = (code: Verdict, message: string): Tried => ({ model, failure: { code, message } });
  if (model === null && embeddingModel === null)
    return fail('NO_MODEL', 'The credential names no model, and its provider has none that suits everybody.');
  try {
    openKey(vault, credential);
    const allowPrivate = env.allowPrivateModelAddresses;
    await checkPlace(addressOf(presetInput(credential.provider), credential), { allowPrivate }, []);
  } catch (error) {
    if (error instanceof VaultError) return fail('KEY_UNREADABLE', error.message);
    if (error instanceof DomainError) return fail('FORBIDDEN_ADDRESS', error.message);
    throw error;
  }

  // Connections of their own: what those at work have learned of the endpoint is not to be trusted here.
  const clients = new Clients({ env, vault });
  const signal = AbortSignal.timeout(LONGEST_MS);
  let asked = model;
  try {
    if (model !== null) await askOnRecord(app, actor, credential, clients, signal);
    if (embeddingModel !== null) {
      asked = embeddingModel;
      await embedOnRecord(app, actor, credential, clients, signal);
    }
    return { model: asked, failure: null };
  } catch (error) {
    if (!(error instanceof AiFailure)) throw error;
    const message =
      error.kind === 'aborted'
        ? `"${asked}" did not answer within ${LONGEST_MS / 1_000} seconds.`
        : error.message;
    return { model: asked, failure: { code: verdictOf(error), message } };
  }
}

/** A test costs money as well. */
async function askOnRecord(
  app: App,
  actor: Actor,
  credential: ProviderCredential,
  clients: Clients,
  signal: AbortSignal,
): Promise<void> {
  const { model, provider, ai, costOf } = clients.of(credential, null, 'CHAT');
  const planned = {
    ...{ asking: actor, task: question.task, modelTask: 'CHAT' as const, provider, credential, model },
    ...{ position: 0, promptVersion: 0, promptHash: null },
    parameters: { schema: question.schemaName, maxOutputTokens: MOST_TOKENS },
    sentTokens: tokensOf([question.system, question.user]),
  };
  await onRecord(planned, { recorder: new Recorder(app), costOf }, () =>
    ai.complete({ ...question, signal }),
  );
}

async function embedOnRecord(
  app: App,
  { organizationId, userId }: Actor,
  credential: ProviderCredential,
  clients: Clients,
  signal: AbortSignal,
): Promise<void> {
  const client = clients.embedder(credential, null)!;
  const texts = ['Are you there?'];
  const planned = embeddingRequest({ ...client, credential }, organizationId, texts);
  const by = { asking: { organizationId, userId }, task: question.task };
  const meter = { recorder: new Recorder(app), costOf: client.costOf };
  await onRecord({ ...planned, ...by }, meter, () => client.embeddings.embedBatch(texts, signal));
}

function successOf({ env }: App, credential: ProviderCredential): string {
  const models = [modelOf(env, credential, null, 'CHAT'), credential.embeddingModel].filter(Boolean);
  return `${models.map((model) => `"${model}"`).join(' and ')} answered.`;
}

async function keep(
  app: App,
  actor: Actor,
  { id, version, provider, name }: ProviderCredential,
  result: CredentialTest,
): Promise<void> {
  const { ok, code } = result;
  await app.db.$transaction(async (tx) => {
    const lastTest = { ...result, at: result.at.toISOString() };
    await tx.providerCredential.updateMany({ where: { id, version }, data: { lastTest } });
    await recordAudit(tx, actor, {
      action: 'credential.tested',
      subjectType: 'credential',
      subjectId: id,
      details: { provider, name, ok, code },
    });
  });
}
