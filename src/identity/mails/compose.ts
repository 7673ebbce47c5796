import type { App } from '../../app-types.js';
import type { Letter } from '../../platform/mail.js';
import { INVITATION_DAYS } from '../invitation-rules.js';
import { renewToken } from '../invitations/stands.js';
import { isNotice, NOTICES } from './kinds.js';
import { type MailedPath, mailedLink } from './links.js';

/** A mail that was put in line. */
export interface Waiting {
  id: string;
  kind: string;
  address: string;
  invitationId: string | null;
}

/**
 * Writes a mail that was in line, with tokens that are made now. Nothing that somebody typed stands in it, no name of a
 * user or an organization: whoever asks for a mail to a stranger must not get to say what is in it.
 * @returns null where there is nothing to say (any more)
 */
export async function compose(app: App, { kind, address, invitationId }: Waiting): Promise<Letter | null> {
  if (isNotice(kind))
    return {
      to: address,
      subject: 'Your sign-in was changed',
      text: `Hello,\n\n${NOTICES[kind]}\n\nIf this was not you, change your password and ask an admin of your organization.\n`,
    };
  if (kind === 'invitation') return invitationId === null ? null : invitation(app, address, invitationId);
  const user = await app.db.user.findUnique({ where: { email: address } });
  if (!user || user.deletedAt) return null;
  const { auth } = app.identity;
  if (kind === 'verification') {
    if (user.emailVerified) return null;
    const token = await auth.verificationToken(user);
    return {
      to: address,
      subject: 'Verify your e-mail address',
      text:
        'Hello,\n\nSomebody, maybe you, made an account with this e-mail address. If it was you, verify the address within ' +
        `one hour:\n\n${link(app, '/verify-email', token)}\n\nIf it was not you, do not open it: whoever made the account ` +
        'could then use it in your name. There is nothing else to do.\n',
    };
  }
  if (kind === 'password-reset')
    return {
      to: address,
      subject: 'Reset your password',
      text:
        'Hello,\n\nSomebody, maybe you, asked for a new password. Choose one within one hour:\n\n' +
        `${link(app, '/reset-password', await auth.resetToken(address))}\n\nIf it was not you, ignore this mail.\n`,
    };
  const subject = 'You have an account already';
  const asked =
    'Hello,\n\nSomebody, maybe you, asked for an account with this e-mail address, which has one.';
  if (user.emailVerified)
    return {
      to: address,
      subject,
      text: `${asked} Sign in, or reset the password if you forgot it.\n\nIf it was not you, there is nothing to do.\n`,
    };
  return {
    to: address,
    subject,
    text:
      `${asked} None of the passwords counts that were given with it. If you want the account, choose a new one within one ` +
      `hour:\n\n${link(app, '/reset-password', await auth.resetToken(address))}\n\nIf not, ignore this mail.\n`,
  };
}

async function invitation(app: App, to: string, id: string): Promise<Letter | null> {
  const found = await renewToken(app, id);
  if (!found) return null;
  const role = found.role.replace('_', ' ');
  return {
    to,
    subject: 'Invitation to an organization on Bidwright',
    text:
      `Hello,\n\nYou are invited to join an organization on Bidwright as ${role}. The invitation is valid for ` +
      `${INVITATION_DAYS} days.\n\n${link(app, '/invitation', found.token)}\n\nIf you expect none, ignore this mail.\n`,
  };
}

/** With the token by itself, for clients that are no browsers. */
const link = (app: App, path: MailedPath, token: string) =>
  `${mailedLink(app, path, token)}\n\nToken: ${token}`;
