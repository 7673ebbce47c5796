import { AsyncLocalStorage } from 'node:async_hooks';
import { isUuid } from '../ids.js';

/** What the service does beyond one organization, and why it may: docs/tenancy.md explains each. */
export type SystemReason =
  | 'account'
  | 'authenticate'
  | 'default-organization'
  | 'embed-passages'
  | 'health'
  | 'limits'
  | 'mail'
  | 'master-key'
  | 'record-requests'
  | 'show-drafts'
  | 'sweep';

/** What only the owner of the tables can do. */
export type OwnerReason = 'vector-index';

/**
 * For whom statements are sent: one organization, the service itself, or the owner of the tables. PostgreSQL lets
 * through what the role of the scope may see, see docs/tenancy.md.
 */
export type Scope =
  | { role: 'bidwright_app'; organizationId: string }
  | { role: 'bidwright_system'; reason: SystemReason }
  | { role: 'owner'; reason: OwnerReason };

/** A scope, or how it is found while it may change: that of whoever sends mutations. */
type Held = Scope | (() => Scope | undefined);

const storage = new AsyncLocalStorage<Held | undefined>();

/** The scope of the work at hand; undefined outside of any, where no statement is sent. */
export function currentScope(): Scope | undefined {
  const held = storage.getStore();
  return typeof held === 'function' ? held() : held;
}

/** Does the work for one organization: its statements see, change and add rows of this organization alone. */
export const inOrganization = <T>(organizationId: string, work: () => PromiseLike<T> | T): Promise<T> =>
  inScope(scopeOf(organizationId), work);

/** Does the work as the service itself: its statements reach all organizations. */
export const asSystem = <T>(reason: SystemReason, work: () => PromiseLike<T> | T): Promise<T> =>
  inScope({ role: 'bidwright_system', reason }, work);

/** Does the work as the owner of the tables, whom nothing holds back. */
export const asOwner = <T>(reason: OwnerReason, work: () => PromiseLike<T> | T): Promise<T> =>
  inScope({ role: 'owner', reason }, work);

/** Goes on in a scope that was met before; undefined stands for outside of any. */
export const inScope = <T>(scope: Scope | undefined, work: () => PromiseLike<T> | T): Promise<T> =>
  // Prisma sends a statement when it is waited for: that must be in here.
  storage.run(scope, async () => await work());

/** Does the work in whatever scope `of` says at the moment of each statement. */
export const inScopeOf = <T>(of: () => Scope | undefined, work: () => PromiseLike<T> | T): Promise<T> =>
  storage.run(of, async () => await work());

/** The scope of one organization. */
export function scopeOf(organizationId: string): Scope {
  if (!isUuid(organizationId)) throw new Error(`"${organizationId}" is not the id of an organization.`);
  return { role: 'bidwright_app', organizationId };
}

/** Tells scopes apart in which rows of different organizations are seen. */
export const scopeKey = (scope: Scope | undefined): string =>
  scope === undefined ? '' : scope.role === 'bidwright_app' ? scope.organizationId : scope.role;
