import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
} from 'graphql';
import type { AuditSubject } from '../src/audit/index.js';
import { type Actor, type Permission, requirePermission, unauthenticated } from '../src/identity/index.js';
import { asSystem } from '../src/platform/database/scope.js';
import { DomainError } from '../src/platform/errors.js';
import type { Context } from './context.js';

/** What it takes to reach a field or a type: a permission, a place in an organization, an account, or nothing. */
export type Access = Permission | 'signed-in' | 'account' | 'anyone';

/**
 * Declares it on a type or a field: `{ ...needs('workflows.view'), … }`.
 * @param subject of a type: what the audit trail calls it, whose records lead to it then
 */
export const needs = (
  access: Access,
  subject?: AuditSubject,
): { extensions: { access: Access; subject?: AuditSubject } } => ({
  extensions: { access, ...(subject && { subject }) },
});

/** What the audit trail calls things of a type; null where it has no records of them. */
export const subjectOf = (type: { extensions: object }): AuditSubject | null =>
  (type.extensions as { subject?: AuditSubject }).subject ?? null;

/** What a type or a field declares; null where it says nothing of its own. */
export const accessOf = (declared: { extensions: object }): Access | null =>
  (declared.extensions as { access?: Access }).access ?? null;

/** @throws {DomainError} unauthenticated, forbidden */
export function checkAccess(
  { app, actor, caller }: Pick<Context, 'app' | 'actor' | 'caller'>,
  access: Access | null,
): void {
  if (access === null || access === 'anyone') return;
  // Typed as present, as it is behind this check.
  const present: Actor | null = actor;
  if (!caller) throw unauthenticated(app);
  if (access === 'account') {
    if (!present?.scopes) return;
    throw new DomainError('forbidden', 'API keys cannot do this. Sign in.');
  }
  if (!present && caller.keptOut)
    throw new DomainError(
      'two-factor-required',
      'The organization demands two-factor sign-in. Switch it on with enableTwoFactor and confirmTwoFactor, or act for ' +
        'another organization.',
    );
  if (!present)
    throw new DomainError('forbidden', 'You are in no organization. Accept an invitation, or make one.');
  if (access !== 'signed-in') requirePermission(actor, access);
}

/**
 * What concerns accounts reaches beyond one organization: sessions, one's other organizations, signing in. It is done as
 * the system, everything else for the organization of whoever asks.
 */
export const reachingAsFar = <T>(
  access: Access | null,
  work: () => PromiseLike<T> | T,
): PromiseLike<T> | T => (access === 'account' || access === 'anyone' ? asSystem('account', work) : work());

/** How far what a global id names reaches. */
export function accessOfNode(schema: GraphQLSchema, { typename }: { typename: string }): Access | null {
  const type = schema.getType(typename);
  return type ? accessOf(type) : null;
}

/** The same for what a global id names. */
export function checkNode(schema: GraphQLSchema, context: Context, id: { typename: string }): void {
  checkAccess(context, accessOfNode(schema, id));
}

type Resolver = GraphQLFieldResolver<unknown, Context>;

const asAccount =
  (resolver: Resolver): Resolver =>
  (...asked) =>
    reachingAsFar('account', () => resolver(...asked));

/**
 * Holds what types and fields declare: whoever reads a field needs what it declares and what the type it returns
 * declares. `Mutation` checks by itself, so that a refusal is part of the payload; `node` and `nodes` by what an id names.
 * @throws where a root field declares nothing
 */
export function guarded(schema: GraphQLSchema): GraphQLSchema {
  const roots = new Set<GraphQLNamedType | null | undefined>([
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const own = accessOf(field);
      if (!own && roots.has(type))
        throw new Error(`${type.name}.${field.name} does not declare what it needs.`);
      const isMutation = type === schema.getMutationType();
      if (own === 'anyone') {
        if (!isMutation) field.resolve = asAccount(field.resolve ?? defaultFieldResolver);
        continue;
      }
      const demands = [isMutation ? null : own, accessOf(getNamedType(field.type))];
      const checked = demands.filter((access) => access !== null);
      if (!checked.length) continue;
      const behind = (resolver: Resolver): Resolver => {
        const far = checked.includes('account') ? asAccount(resolver) : resolver;
        return (parent, args, context, info) => {
          for (const access of checked) checkAccess(context, access);
          return far(parent, args, context, info);
        };
      };
      field.resolve = behind(field.resolve ?? defaultFieldResolver);
      if (field.subscribe) field.subscribe = behind(field.subscribe);
    }
  }
  return schema;
}
