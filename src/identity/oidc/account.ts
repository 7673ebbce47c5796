import type { App } from '../../app-types.js';
import type { Tx } from '../../platform/database/db.js';
import { newId } from '../../platform/ids.js';
import { claimAccount } from '../claim-account.js';
import { openInvitationsTo } from '../invitations/accept-invitation.js';
import { isFirstAccount, join } from '../join.js';
import { tellOwner } from '../mails/queue-mail.js';
import { announceUser } from '../notify.js';
import { recordOfUser } from '../sessions/sessions.js';
import type { OidcIdentity } from './claims.js';
import { OidcError } from './errors.js';
import { decide } from './rules.js';

type Subject = Pick<OidcIdentity, 'issuer' | 'subject'>;

const byKey = ({ issuer, subject }: Subject) => ({
  providerId_accountId: { providerId: issuer, accountId: subject },
});

/** The account that somebody whom a provider vouches for has, or that has the same address; null for none. */
export async function userOf(db: Pick<Tx, 'authAccount' | 'user'>, identity: OidcIdentity) {
  const linked = await db.authAccount.findUnique({ where: byKey(identity), include: { user: true } });
  if (linked) return linked.user;
  return identity.email === null ? null : db.user.findUnique({ where: { email: identity.email } });
}

/** Two sign-ins at the same moment would both be the first of this subject. */
const lockSubject = (tx: Tx, { issuer, subject }: Subject) =>
  tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${JSON.stringify([issuer, subject])}, 0))::text`;

/**
 * The account of somebody whom a provider vouches for, linked or made where that is allowed.
 * @returns the id of the user
 * @throws {OidcError}
 */
export async function accountOf(app: App, tx: Tx, identity: OidcIdentity): Promise<string> {
  await lockSubject(tx, identity);
  const linked = await tx.authAccount.findUnique({ where: byKey(identity), include: { user: true } });
  const { email, name } = identity;
  const sameEmail = email === null ? null : await tx.user.findUnique({ where: { email } });
  const isNew = !linked && !sameEmail && email !== null;
  const isFirst = isNew && (await isFirstAccount(tx));
  const invitations = isNew ? await openInvitationsTo(app, tx, email) : [];
  const decision = decide({
    linked: linked && { userId: linked.userId, isDeleted: linked.user.deletedAt !== null },
    email,
    sameEmail: sameEmail && {
      userId: sameEmail.id,
      isDeleted: sameEmail.deletedAt !== null,
      isVerified: sameEmail.emailVerified,
    },
    needsSetupCode: isFirst && !app.identity.setupCode.allows(null),
    mayJoin: isFirst || invitations.length > 0 || app.env.identity.signUp === 'open',
  });
  switch (decision.do) {
    case 'refuse':
      throw new OidcError(decision.failure);
    case 'sign-in':
      return decision.userId;
    case 'claim':
      await claimAccount(app, tx, decision.userId, { keepPassword: false });
      await link(app, tx, decision.userId, identity);
      return decision.userId;
    case 'link':
      await link(app, tx, decision.userId, identity);
      return decision.userId;
    case 'create': {
      const user = { userId: newId(), email: decision.email };
      await tx.user.create({ data: { id: user.userId, email: user.email, name, emailVerified: true } });
      await tx.authAccount.create({ data: accountRow(app, user.userId, identity) });
      await join(app, tx, user, { isFirst, organizationName: name, invitations });
      return user.userId;
    }
  }
}

const accountRow = (app: App, userId: string, { issuer, subject }: Subject) => ({
  id: newId(),
  userId,
  providerId: issuer,
  accountId: subject,
  createdAt: app.clock(),
});

async function link(app: App, tx: Tx, userId: string, identity: Subject): Promise<void> {
  await tx.authAccount.create({ data: accountRow(app, userId, identity) });
  await recordOfUser(tx, userId, 'user.provider-linked');
  await tellOwner(app, tx, userId, 'user.provider-linked');
  await announceUser(tx, userId);
}

/**
 * Links what a provider vouches for to somebody who is signed in.
 * @throws {OidcError} LINKED_ELSEWHERE
 */
export async function linkTo(app: App, tx: Tx, userId: string, identity: Subject): Promise<void> {
  await lockSubject(tx, identity);
  const linked = await tx.authAccount.findUnique({ where: byKey(identity) });
  if (linked && linked.userId !== userId) throw new OidcError('LINKED_ELSEWHERE');
  if (!linked) await link(app, tx, userId, identity);
}

/** Whether what a provider vouches for is this user. */
export async function isLinkedTo(tx: Tx, userId: string, identity: Subject): Promise<boolean> {
  return (await tx.authAccount.findUnique({ where: byKey(identity) }))?.userId === userId;
}
