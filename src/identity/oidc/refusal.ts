import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { DomainError } from '../../platform/errors.js';
import { userOf } from './account.js';
import type { OidcIdentity } from './claims.js';
import { OidcError } from './errors.js';

/** Records that somebody whom a provider vouches for was not let in, with the organizations of the account, if any. */
export async function recordingRefusal<T>(
  app: App,
  identity: OidcIdentity,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError && error.kind !== 'two-factor-required')
      await recordRefusal(app, identity, error);
    throw error;
  }
}

async function recordRefusal(app: App, identity: OidcIdentity, error: DomainError): Promise<void> {
  const isOfProvider = error instanceof OidcError;
  await app.db.$transaction(async (tx) => {
    const user = await userOf(tx, identity);
    if (!user) return;
    for (const { organizationId } of await tx.membership.findMany({ where: { userId: user.id } }))
      await recordAudit(
        tx,
        { organizationId, userId: null },
        {
          action: 'session.refused',
          subjectType: 'user',
          subjectId: user.id,
          details: isOfProvider ? { factor: 'provider', reason: error.failure } : { factor: 'code' },
        },
      );
  });
}
