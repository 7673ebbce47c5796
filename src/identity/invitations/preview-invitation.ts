import type { App } from '../../app-types.js';
import type { Role } from '../permissions.js';
import { hashToken } from '../tokens.js';
import { stands } from './stands.js';

/** What an invitation is for, as whoever has the mail may know before it is taken. */
export interface InvitationPreview {
  organizationName: string;
  email: string;
  role: Role;
  expiresAt: Date;
  /** Whether the address has an account: it is signed in to then, not made. */
  hasAccount: boolean;
}

/**
 * Says what an invitation is for.
 * @param token of the mail
 * @returns null where it is wrong, or the invitation was used, revoked, or has expired
 */
export const previewInvitation = (app: App, token: string): Promise<InvitationPreview | null> =>
  app.db.$transaction(async (tx) => {
    const found = await tx.invitation.findUnique({
      where: { tokenHash: hashToken(token) },
      include: { organization: { select: { name: true } } },
    });
    if (!found || !(await stands(app, tx, found))) return null;
    const { organization, email, role, expiresAt } = found;
    const account = await tx.user.findFirst({ where: { email, deletedAt: null }, select: { id: true } });
    return {
      organizationName: organization.name,
      email,
      role: role as Role,
      expiresAt,
      hasAccount: account !== null,
    };
  });
