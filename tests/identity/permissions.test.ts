import { readFileSync } from 'node:fs';
import { type GraphQLObjectType, graphql, isObjectType, parse, subscribe } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../schema/context.js';
import { schema } from '../../schema/index.js';
import { workOf } from '../../schema/kit/mutation.js';
import { type Access, accessOf } from '../../schema/permissions.js';
import { permissionsPage } from '../../scripts/lib/permissions-page.js';
import type { App } from '../../src/app-types.js';
import * as identity from '../../src/identity/index.js';
import {
  type Actor,
  DEFAULT_ACTOR,
  isPermission,
  PERMISSIONS,
  type Permission,
  ROLE_PERMISSIONS,
  ROLES,
  type Role,
} from '../../src/identity/index.js';
import * as knowledge from '../../src/knowledge/index.js';
import * as models from '../../src/models/index.js';
import { newId } from '../../src/platform/ids.js';
import * as proposals from '../../src/proposals/index.js';
import * as qa from '../../src/qa/index.js';
import * as rfp from '../../src/rfp/index.js';
import { operationOf, type RootField } from './support/minimal-input.js';

const REACHED = 'the application was reached';

/** Whoever gets as far as to touch it was let in. */
const untouched = new Proxy({} as App, {
  get: (_app, name) => {
    // What is said to nobody depends on whether single-user mode is over.
    if (name === 'identity') return { singleUser: { isOver: true } };
    throw new Error(REACHED);
  },
});

const actorOf = (role: Role, scopes: Permission[] | null = null): Actor => ({
  ...DEFAULT_ACTOR,
  role,
  scopes,
});

const fieldsOf = (type: GraphQLObjectType | null | undefined): RootField[] =>
  Object.values(type!.getFields());

const now = new Date();
const contextOf = (actor: Actor | null): Context => ({
  app: untouched,
  actor: actor!,
  caller: actor && {
    userId: actor.userId,
    actor,
    session: actor.scopes ? null : { id: newId(), authenticatedAt: now, expiresAt: now, lastSeenAt: now },
    expiresAt: null,
  },
  origin: { ipAddress: null, userAgent: null },
  publicUrl: 'http://localhost',
  refused: () => {},
  callerNow: async () => contextOf(actor).caller,
  setSession: () => {},
});

/** The code with which somebody is refused; null where he is let in. */
async function refusalOf(
  kind: 'query' | 'mutation' | 'subscription',
  field: RootField,
  actor: Actor | null,
): Promise<string | null> {
  const { source, variableValues } = operationOf(kind, field);
  const contextValue = contextOf(actor);
  const result =
    kind === 'subscription'
      ? await subscribe({ schema, document: parse(source), variableValues, contextValue })
      : await graphql({ schema, source, variableValues, contextValue });
  if (Symbol.asyncIterator in result) throw new Error('a subscription began without an application');
  const [top] = result.errors ?? [];
  const original = top?.originalError as { kind?: string } | undefined;
  const payload = result.data?.[field.name] as { errors?: { code: string }[] } | undefined;
  const code = payload?.errors?.[0]?.code ?? original?.kind?.toUpperCase();
  return code === 'FORBIDDEN' || code === 'UNAUTHENTICATED' ? code : null;
}

const expected = (access: Access, actor: Actor | null): string | null => {
  if (access === 'anyone') return null;
  if (!actor) return 'UNAUTHENTICATED';
  if (access === 'signed-in') return null;
  if (access === 'account') return actor.scopes ? 'FORBIDDEN' : null;
  const has = ROLE_PERMISSIONS[actor.role].has(access) && (!actor.scopes || actor.scopes.includes(access));
  return has ? null : 'FORBIDDEN';
};

const roots = [
  ...fieldsOf(schema.getQueryType()).map((field) => ['query', field] as const),
  ...fieldsOf(schema.getMutationType()).map((field) => ['mutation', field] as const),
  ...fieldsOf(schema.getSubscriptionType()).map((field) => ['subscription', field] as const),
];

describe.each(roots.map(([kind, field]) => [kind, field.name, field] as const))(
  '%s %s',
  (kind, _name, field) => {
    const access = accessOf(field)!;

    test.each(ROLES)('lets %s in as the table says', async (role) => {
      expect(await refusalOf(kind, field, actorOf(role))).toBe(expected(access, actorOf(role)));
    });

    test('lets nobody in who has not signed in, unless it is for anyone', async () => {
      expect(await refusalOf(kind, field, null)).toBe(expected(access, null));
    });

    test('lets in an API key of an owner with its scope alone, and none without', async () => {
      const scope = isPermission(access) ? [access] : [];
      const with_ = actorOf('owner', scope);
      const without = actorOf(
        'owner',
        PERMISSIONS.filter((permission) => permission !== access),
      );
      expect(await refusalOf(kind, field, with_)).toBe(expected(access, with_));
      expect(await refusalOf(kind, field, without)).toBe(expected(access, without));
    });
  },
);

const nodeTypes = schema
  .getPossibleTypes(schema.getType('Node') as never)
  .filter(isObjectType)
  .map((type) => [type.name, accessOf(type)] as const);

describe.each(nodeTypes)('node(id:) of %s', (typename, access) => {
  const ids = { id: btoa(`${typename}:${newId()}`) };
  const load = (actor: Actor) =>
    graphql({
      schema,
      source: 'query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }',
      variableValues: ids,
      contextValue: contextOf(actor),
    });

  test('declares what it needs', () => expect(access).not.toBeNull());

  test('is refused to an API key without the scope', async () => {
    const { errors = [] } = await load(actorOf('owner', []));
    const kinds = errors.map(({ originalError }) => (originalError as { kind?: string }).kind);
    expect(kinds).toEqual(access === 'signed-in' ? [undefined, undefined] : ['forbidden', 'forbidden']);
  });
});

const permitted = fieldsOf(schema.getMutationType()).flatMap((field) => {
  const access = accessOf(field)!;
  return isPermission(access) ? [[field.name, access, field] as const] : [];
});

/** How the use case of a mutation refuses somebody, asked past the check of the schema; null where it does not. */
async function refusalOfWork(field: RootField, scopes: Permission[]): Promise<string | null> {
  const { input } = operationOf('mutation', field).variableValues as { input: object };
  // Signed in a moment ago: what is asked for is the permission alone.
  const context = { ...contextOf(actorOf('owner')), actor: actorOf('owner', scopes) };
  const call = async () => workOf(field)(input, context);
  const error = await call().then(
    () => null,
    (thrown: { kind?: string }) => thrown,
  );
  return error?.kind === 'forbidden' ? 'forbidden' : null;
}

test.each(permitted)('%s requires %s in its use case as in the schema', async (_name, permission, field) => {
  const others = PERMISSIONS.filter((other) => other !== permission);
  expect(await refusalOfWork(field, others)).toBe('forbidden');
  expect(await refusalOfWork(field, [permission])).toBeNull();
});

const useCases = Object.entries({ identity, rfp, qa, knowledge, proposals, models }).flatMap(
  ([domain, exported]) =>
    Object.entries(exported)
      .filter(([, value]) => /^(async )?function \w+\(app, actor\b/.test(String(value)))
      .map(([name, value]) => [`${domain}.${name}`, value as (...args: unknown[]) => unknown] as const),
);

test('the use cases are found', () => expect(useCases.length).toBeGreaterThan(35));

test.each(useCases)('%s asks for a permission before it does anything', async (_name, useCase) => {
  const discarded: unknown[] = [];
  // Objects and lists are taken apart in the head of some.
  const input = Object.assign([], { file: { discard: async () => discarded.push('the file') } });
  // An API key without any scope.
  const call = async () => useCase(untouched, actorOf('owner', []), input, input, input);
  await expect(call()).rejects.toMatchObject({ kind: 'forbidden' });
});

test('every role has what the roles below it have in the table, from viewer to owner', () => {
  const chain: Role[] = ['viewer', 'analyst', 'manager', 'admin', 'owner'];
  for (const [index, role] of chain.slice(1).entries())
    for (const permission of ROLE_PERMISSIONS[chain[index]!])
      expect([role, permission, ROLE_PERMISSIONS[role].has(permission)]).toEqual([role, permission, true]);
});

test('docs/permissions.md shows the table of the code', () => {
  expect(readFileSync(new URL('../../docs/permissions.md', import.meta.url), 'utf8')).toBe(
    permissionsPage(schema),
  );
});
