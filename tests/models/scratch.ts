import { createSecretKey, randomBytes } from 'node:crypto';
import type { Prisma, ProviderCredential } from '../../generated/client/client.js';
import { createModels, sealKey } from '../../src/models/index.js';
import { openDatabase } from '../../src/platform/database/db.js';
import { sqlOver } from '../../src/platform/database/sql.js';
import { listenForWakeups } from '../../src/platform/events/wakeups.js';
import { newId } from '../../src/platform/ids.js';
import { createLog } from '../../src/platform/observability/log.js';
import { createVault } from '../../src/platform/secrets/vault.js';
import type { Env } from '../../src/platform/settings/env.js';
import { testDatabase } from '../support/database.js';
import type { ModelServer } from '../support/model-server.js';

/** A database with an organization in it, and the models of one process over it. */
export async function scratchModels(
  env: Partial<Pick<Env, 'model' | 'embedding' | 'cache' | 'allowPrivateModelAddresses'>> = {},
) {
  const database = await testDatabase();
  const log = createLog('silent', false);
  const { db, pool, close } = openDatabase(database.url, 4, log);
  const sql = sqlOver(pool);
  const vault = createVault([{ id: 'test', key: createSecretKey(randomBytes(32)) }]);
  const { id: organizationId } = await db.organization.create({ data: { name: 'Acme' } });
  const { id: userId } = await db.user.create({ data: { email: 'ann@acme.test', name: 'Ann' } });
  const wakeups = await listenForWakeups(database.url, log);
  const cache = { replyHours: 0, answerHours: 0, answerSimilarity: 0.95 };
  const process = () =>
    createModels({
      env: { model: null, embedding: null, cache, allowPrivateModelAddresses: true, ...env },
      ...{ db, sql, log, vault, wakeups },
    });
  const models = process();
  let activations = 0;

  /** A credential for a model server, active from now on. */
  async function credential(
    { url }: Pick<ModelServer, 'url'>,
    data: Partial<Prisma.ProviderCredentialUncheckedCreateInput> = {},
  ): Promise<ProviderCredential> {
    const id = newId();
    activations++;
    models.forget(organizationId);
    return db.providerCredential.create({
      data: {
        ...{ id, organizationId, provider: 'custom', name: `number ${activations}`, baseUrl: url },
        ...{ model: `model-${activations}`, createdById: userId, activatedAt: new Date(activations * 1_000) },
        sealedKey: sealKey(vault, { id, organizationId }, `sk-secret-${activations}`),
        ...data,
      },
    });
  }

  return {
    ...{ db, sql, organizationId, userId, models, process, credential, url: database.url },
    requests: () => db.aiRequest.findMany({ orderBy: { id: 'asc' } }),
    async [Symbol.asyncDispose]() {
      await wakeups.close();
      await close();
      await database[Symbol.asyncDispose]();
    },
  };
}
