import {
  type GraphQLField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Context } from '../../../schema/context.js';

/** A field of Query, Mutation or Subscription. */
export type RootField = GraphQLField<unknown, Context>;

/** A value that a type accepts, with nothing but what is required. */
function leastOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return leastOf(type.ofType);
  if (isListType(type)) return [leastOf(type.ofType)];
  if (isEnumType(type)) return type.getValues().at(-1)!.name;
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter((field) => isNonNullType(field.type))
        .map((field) => [field.name, leastOf(field.type)]),
    );
  const scalars: Record<string, unknown> = {
    Int: 1,
    Float: 1,
    Boolean: true,
    DateTime: '2026-01-01T00:00:00Z',
    JSON: {},
    File: new File(['text'], 'rfp.txt'),
  };
  return scalars[type.name] ?? 'x';
}

/** An operation that selects one root field, with the least arguments that it takes. */
export function operationOf(kind: 'query' | 'mutation' | 'subscription', field: RootField) {
  const required = field.args.filter((arg) => isNonNullType(arg.type));
  const declared = required.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
  const given = required.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const selection = kind === 'mutation' ? '{ errors { code message } }' : '{ __typename }';
  return {
    source: `${kind}${declared && ` (${declared})`} { ${field.name}${given && `(${given})`} ${selection} }`,
    variableValues: Object.fromEntries(required.map((arg) => [arg.name, leastOf(arg.type)])),
  };
}
