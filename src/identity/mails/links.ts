import type { App } from '../../app-types.js';

/** Where links in mails lead, below the frontend's address; without a frontend, to pages of our own. */
export const MAILED_PATHS = ['/verify-email', '/reset-password', '/invitation'] as const;
export type MailedPath = (typeof MAILED_PATHS)[number];

/** A link with a token. Behind the "#" it stays in the browser: it is in no log of a server or proxy, and in no Referer. */
export const mailedLink = (
  { env, identity }: Pick<App, 'env' | 'identity'>,
  path: MailedPath,
  token: string,
) => `${env.http.frontendUrl ?? identity.root}${path}#token=${encodeURIComponent(token)}`;
