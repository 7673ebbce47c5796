import type { IncomingMessage } from 'node:http';
import type { App } from '../../app-types.js';
import {
  type Actor,
  API_KEY_PREFIX,
  type Caller,
  callerOfKey,
  callerOfSession,
  noteNobody,
  whyNotKey,
  whyNotSession,
} from '../../identity/index.js';
import { isProxied } from '../guards/proxied.js';

const SESSION_COOKIE = 'bidwright_session';

/** Browsers keep Secure cookies of loopback only where they came by https. */
const isSecure = ({ env }: Pick<App, 'env'>): boolean =>
  env.http.publicUrl?.startsWith('https:') || !env.identity.singleUser;

/**
 * The name of a cookie of ours. Where it is Secure, `__Host-` keeps other hosts of the domain and plain http from
 * setting it (RFC 6265bis, 4.1.3.2).
 */
export const cookieName = (app: Pick<App, 'env'>, name = SESSION_COOKIE): string =>
  isSecure(app) ? `__Host-${name}` : name;

type Headers = Pick<IncomingMessage, 'headers'>;

/** The value of a cookie; null where there is none. */
export function cookieOf(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}

/** The token of `Authorization: Bearer`; null where there is none. */
export const bearerOf = ({ authorization = '' }: IncomingMessage['headers']): string | null =>
  /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? null;

/** Finds out who sends requests: by `Authorization: Bearer` with a session token or an API key, or by the cookie. */
export class Authentication {
  /** @param defaultActor as whom requests act in single-user mode */
  constructor(
    private readonly app: App,
    private readonly defaultActor: Actor,
  ) {}

  /**
   * Who sends the request; null for nobody, such as whoever a proxy speaks for in single-user mode. A wrong credential is
   * not replaced by another.
   * @param isUse whether a session goes on for it: see `callerOfSession`
   */
  async callerOf({ headers }: Headers, isUse = true): Promise<Caller | null> {
    const bearer = bearerOf(headers);
    if (headers.authorization && !bearer) return noteNobody('malformed');
    const token = bearer ?? cookieOf(headers.cookie, cookieName(this.app));
    if (token?.startsWith(API_KEY_PREFIX))
      return (await callerOfKey(this.app, token)) ?? noteNobody(await whyNotKey(this.app, token));
    if (await this.app.identity.singleUser.isOn()) {
      // Where the first account was made a moment ago, there is a session, and single-user mode is over.
      const session = token && (await callerOfSession(this.app, token, isUse));
      if (session) return session;
      // Of a cookie the browser may have kept one of another time.
      if (bearer) return noteNobody('unknown');
      if (isProxied(headers)) return null;
      return { userId: this.defaultActor.userId, actor: this.defaultActor, session: null, expiresAt: null };
    }
    if (!token) return noteNobody('missing');
    return (
      (await callerOfSession(this.app, token, isUse)) ?? noteNobody(await whyNotSession(this.app, token))
    );
  }
}

/** The cookie of a session, or one that takes it away. */
export function sessionCookie(
  app: Pick<App, 'env'>,
  session: { token: string; expiresAt: Date } | null,
): string {
  const expires = (session?.expiresAt ?? new Date(0)).toUTCString();
  return `${cookieName(app)}=${session?.token ?? ''}; Path=/; HttpOnly; SameSite=Lax; Expires=${expires}${secureFlag(app)}`;
}

/** What a cookie ends with. */
export const secureFlag = (app: Pick<App, 'env'>): string => (isSecure(app) ? '; Secure' : '');
