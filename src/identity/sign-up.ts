import { z } from 'zod';
import type { App } from '../app-types.js';
import type { Tx } from '../platform/database/db.js';
import { DomainError, invalidInput } from '../platform/errors.js';
import { newId } from '../platform/ids.js';
import { requestContext } from '../platform/observability/request-context.js';
import { lineInput } from '../platform/text/text-input.js';
import { forShow } from './for-show.js';
import { openInvitation } from './invitations/accept-invitation.js';
import { isFirstAccount, join } from './join.js';
import { asDomain } from './library-errors.js';
import { queueMail } from './mails/queue-mail.js';
import { firstAccountRefused } from './nobody.js';
import { passwordLine } from './password-line.js';
import { checkPassword } from './passwords.js';

export interface SignUpInput {
  email: string;
  password: string;
  name: string;
  /** What to call the organization that is made; left out, and where an invitation leads to one: by the name. */
  organizationName: string | null;
  /** From the mail of an invitation. */
  invitationToken: string | null;
  /** For the first account of a service that others can reach. */
  setupCode: string | null;
}

/** @throws {DomainError} invalid-input */
export function emailInput(value: string, path: string[]): string {
  const email = value.trim().toLowerCase();
  if (!z.email().safeParse(email).success || email.length > 254)
    throw invalidInput('This is not an e-mail address.', path);
  return email;
}

/**
 * Makes an account. The first one gets the organization of single-user mode, which it ends for good; later ones need an
 * invitation, unless anybody may sign up. Where mail is sent, only the owner of an address learns that it is taken.
 * @throws {DomainError} invalid-input; forbidden without an invitation, or the setup code; rate-limited while too many
 *   others sign up or in
 */
export async function signUp(app: App, input: SignUpInput): Promise<void> {
  await passwordLine.run(requestContext()?.address ?? null, () => makeAccount(app, input));
}

async function makeAccount(app: App, input: SignUpInput): Promise<void> {
  const email = emailInput(input.email, ['input', 'email']);
  const name = lineInput(input.name, 'The name', ['input', 'name']);
  const { password, invitationToken: token } = input;
  checkPassword(password, { email, name }, ['input', 'password']);
  const { auth } = app.identity;
  const { api } = auth.library;
  await asDomain(() =>
    auth.inTransaction(async (tx) => {
      const isFirst = await isFirstAccount(tx);
      if (isFirst && !app.identity.setupCode.allows(input.setupCode)) throw firstAccountRefused(app);
      if (!isFirst && !token && app.env.identity.signUp === 'invitation')
        throw new DomainError(
          'forbidden',
          'Accounts are made by invitation. Ask an admin of the organization for one.',
        );
      // Whoever has the mail of an invitation may know whether its address has an account; nobody else.
      const invitations = token ? [await openInvitation(app, tx, email, token)] : [];
      const isTaken = (await tx.user.findUnique({ where: { email } })) !== null;
      const make = async (address: string) => {
        const { user } = await api.signUpEmail({ body: { email: address, password, name } });
        const organizationName = input.organizationName ?? name;
        await join(app, tx, { userId: user.id, email: address }, { isFirst, organizationName, invitations });
      };
      if (isFirst || token || !app.env.mail.smtpUrl) {
        if (isTaken)
          throw invalidInput('This e-mail address cannot be used. Sign in, or use another.', [
            'input',
            'email',
          ]);
        await make(email);
        if (!token) await queueMail(app, tx, { kind: 'verification', address: email });
        return;
      }
      await forgetUnverifiedPassword(tx, email);
      await forShow(tx, isTaken, () => make(isTaken ? `${newId()}@taken.invalid` : email));
      await queueMail(app, tx, { kind: isTaken ? 'sign-up-again' : 'verification', address: email });
    }),
  );
}

/**
 * Of several who sign up with one address before it is verified, none is known to have it: the password of the first one
 * does not count any more, and whoever gets the mail sets a new one.
 */
const forgetUnverifiedPassword = (tx: Tx, email: string) =>
  tx.authAccount.updateMany({
    where: { providerId: 'credential', user: { email, emailVerified: false } },
    data: { password: null },
  });
