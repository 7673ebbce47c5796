import type { ServerResponse } from 'node:http';
import { codeOf } from '../../../schema/errors.js';
import type { App } from '../../app-types.js';
import {
  FLOW_MS,
  finishOidc,
  OidcError,
  type OidcOutcome,
  type OidcPurpose,
  startOidc,
} from '../../identity/index.js';
import { DomainError, invalidInput } from '../../platform/errors.js';
import { cookieName, cookieOf, secureFlag, sessionCookie } from '../requests/authenticate.js';
import { statusOf } from '../requests/reply.js';
import { originOf } from '../requests/request-context.js';
import type { Asked } from '../routing/route.js';

export const OIDC_START_PATH = '/auth/oidc/start';

const FLOW_COOKIE = 'bidwright_oidc';
const PURPOSES: readonly OidcPurpose[] = ['sign-in', 'link', 'reauthenticate'];

/** GET /auth/oidc/start?provider=…&purpose=…: sends a browser to an OpenID provider. */
export const startSignIn = (asked: Asked): Promise<void> => showing(asked, start);

/** GET /auth/oidc/callback: takes it back from there. */
export const finishSignIn = (asked: Asked): Promise<void> => showing(asked, finish);

/** What goes wrong ends on a page, or where the flow came from. */
async function showing(asked: Asked, step: (asked: Asked) => Promise<void>): Promise<void> {
  asked.res.setHeader('cache-control', 'no-store');
  try {
    await step(asked);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    showFailure(asked.res, error);
  }
}

async function start(asked: Asked): Promise<void> {
  const { app, query, res } = asked;
  const elsewhere = onCallbackHost(asked);
  if (elsewhere) return redirect(res, elsewhere);
  const purpose = PURPOSES.find((each) => each === (query.get('purpose') ?? 'sign-in'));
  if (!purpose) throw invalidInput(`purpose must be one of ${PURPOSES.join(', ')}.`, ['purpose']);
  const { url, flow } = await startOidc(app, {
    providerId: query.get('provider') ?? app.identity.oidc.providers[0]?.id ?? '',
    purpose,
    returnTo: query.get('returnTo'),
    challenge: query.get('challenge'),
  });
  res.appendHeader('set-cookie', flowCookie(app, flow));
  redirect(res, url);
}

/**
 * The same address on the host where the provider sends the browser back to, as the cookie in between is of one host: a flow
 * begun on localhost would not be known on 127.0.0.1. Null where it is there, or was sent there before and a proxy gives us
 * another name than the browser's.
 */
function onCallbackHost({ app, req, query }: Asked): string | null {
  const root = new URL(app.identity.oidc.root);
  if (query.has('redirected') || new URL(`${root.protocol}//${req.headers.host}`).host === root.host)
    return null;
  const asked = new URLSearchParams([...query, ['redirected', '1']]);
  return `${root.origin}${OIDC_START_PATH}?${asked}`;
}

async function finish({ app, req, res }: Asked): Promise<void> {
  const cookie = cookieOf(req.headers.cookie, cookieName(app, FLOW_COOKIE));
  const { search } = new URL(req.url ?? '/', 'http://localhost');
  const outcome = await finishOidc(app, { cookie, search }, originOf(req.headers));
  res.appendHeader('set-cookie', flowCookie(app, null));
  if (outcome.do === 'failed' && outcome.returnTo === null) return showFailure(res, outcome.error);
  if (outcome.do === 'signed-in') res.appendHeader('set-cookie', sessionCookie(app, outcome.session));
  redirect(res, addressOf(app, outcome));
}

/** Tickets go behind the #, which browsers send to no server and write into no log. */
function addressOf(app: App, outcome: OidcOutcome): string {
  const url = new URL(outcome.returnTo ?? `${app.identity.oidc.root}/`);
  if (outcome.do === 'failed') url.searchParams.set('error', failureOf(outcome.error));
  if (outcome.do === 'ticket') {
    const parts = { ticket: outcome.ticket, ...(outcome.needsCode && { error: 'TWO_FACTOR_REQUIRED' }) };
    url.hash = new URLSearchParams(parts).toString();
  }
  return url.href;
}

const failureOf = (error: DomainError): string =>
  error instanceof OidcError ? error.failure : codeOf(error.kind);

/** Lax, as the way back from the provider begins at another site. */
export const flowCookie = (app: Pick<App, 'env'>, flow: string | null): string =>
  `${cookieName(app, FLOW_COOKIE)}=${flow ?? ''}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${flow ? FLOW_MS / 1000 : 0}${secureFlag(app)}`;

const redirect = (res: ServerResponse, location: string) => void res.writeHead(303, { location }).end();

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

function showFailure(res: ServerResponse, error: DomainError): void {
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Sign-in failed</title>
<h1>Sign-in failed</h1>
<p>${escaped(error.message)}</p>
<p><code>${failureOf(error)}</code></p>
</html>
`;
  res.writeHead(statusOf(error.kind), { 'content-type': 'text/html; charset=utf-8' }).end(html);
}
