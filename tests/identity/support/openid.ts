import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export interface Claims {
  email?: string;
  email_verified?: boolean;
  name?: string;
}

/** What an id_token is made of, for a provider that lies. */
export interface IdToken {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  /** Signs with a key that the provider does not publish. */
  withOtherKey?: boolean;
}

/** An OpenID provider on loopback, where somebody signs in without being asked. */
export interface OpenidProvider {
  issuer: string;
  /** The settings of a service that accepts it. */
  env: Record<string, string>;
  /** Who signs in next; null cancels. */
  signsIn: { subject: string; claims: Claims } | null;
  /** Changes id_tokens on their way out. */
  forge: ((token: IdToken) => IdToken) | null;
  /** How often somebody signed in, and was not just sent on by a session. */
  logins: number;
  stop(): Promise<void>;
  /** At the same address as before. */
  start(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A name of this machine, so that the first account needs no code. */
export const PUBLIC_URL = 'http://bids.localhost';
/** One that others can reach. */
export const REMOTE_URL = 'https://bids.example.com';
const [CLIENT_ID, CLIENT_SECRET] = ['bidwright', 'a secret of the client'];

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const KEY = newKey();

function signed({ header, claims }: IdToken, key: KeyObject): string {
  const input = `${base64url(header)}.${base64url(claims)}`;
  const signature =
    header.alg === 'none' ? '' : sign('sha256', Buffer.from(input), key).toString('base64url');
  return `${input}.${signature}`;
}

/** Lets the test change what the token endpoint answers. */
function forgeInto(res: ServerResponse, forge: (token: IdToken) => IdToken): void {
  const end = res.end.bind(res) as (body: string) => ServerResponse;
  res.end = ((body: string | Buffer) => {
    const answer = JSON.parse(String(body)) as { id_token?: string };
    if (answer.id_token) {
      const [header, claims] = answer.id_token
        .split('.')
        .slice(0, 2)
        .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
      const token = forge({ header, claims });
      answer.id_token = signed(token, token.withOtherKey ? newKey() : KEY);
    }
    const text = JSON.stringify(answer);
    res.setHeader('content-length', Buffer.byteLength(text));
    return end(text);
  }) as typeof res.end;
}

/** @param callbacks roots of services besides the two names above */
export async function openidProvider(more: object = {}, callbacks: string[] = []): Promise<OpenidProvider> {
  let handle: (req: IncomingMessage, res: ServerResponse) => unknown;
  const server = createServer((req, res) => void handle(req, res));
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const people = new Map<string, Claims>();
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        redirect_uris: [PUBLIC_URL, REMOTE_URL, ...callbacks].map((url) => `${url}/auth/oidc/callback`),
      },
    ],
    jwks: { keys: [{ ...KEY.export({ format: 'jwk' }), kid: 'k', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['of the tests'] },
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_: unknown, subject: string) => ({
      accountId: subject,
      claims: () => ({ sub: subject, ...people.get(subject) }),
    }),
    loadExistingGrant: async (ctx: { oidc: { session: { accountId: string } } }) => {
      const grant = new provider.Grant({ clientId: CLIENT_ID, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    ...more,
  });
  const callback = provider.callback();
  const stop = () => closed(server);
  const state: OpenidProvider = {
    issuer,
    env: {
      PUBLIC_URL,
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: CLIENT_ID,
      OIDC_CLIENT_SECRET: CLIENT_SECRET,
      OIDC_NAME: 'Ours',
    },
    signsIn: null,
    forge: null,
    logins: 0,
    stop,
    start: () => listen(port),
    [Symbol.asyncDispose]: stop,
  };
  handle = (req, res) => {
    if (req.url!.startsWith('/token') && state.forge) forgeInto(res, state.forge);
    if (!req.url!.startsWith('/interaction/')) return callback(req, res);
    const who = state.signsIn;
    if (!who) return provider.interactionFinished(req, res, { error: 'access_denied' });
    state.logins++;
    people.set(who.subject, who.claims);
    return provider.interactionFinished(req, res, { login: { accountId: who.subject } });
  };
  return state;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
