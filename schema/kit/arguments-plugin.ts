import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import {
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { Context } from '../context.js';
import { withLocalIds } from './global-id.js';
import { checkPage } from './page.js';
import { needsReferences, withReferences } from './workflow-reference.js';

declare global {
  export namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      arguments: ArgumentsPlugin<Types>;
    }
  }
}

/**
 * Does to the arguments of each field what its declaration says: pages are checked, global ids are those of the declared
 * type and become local, and those of workflows readable where these are asked for. The arguments of mutations are left to `mutation`, which answers with a payload.
 */
class ArgumentsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const names = Object.keys(field.args);
    if (!names.length || field.kind === 'Mutation') return field;
    const mapper = (
      args: Record<string, unknown>,
      _context: unknown,
      { schema }: { schema: GraphQLSchema },
    ) => {
      checkPage(args);
      return withLocalIds(fieldOf(schema, field), args);
    };
    return { ...field, argMappers: [...field.argMappers, mapper] };
  }

  override wrapResolve(
    resolver: GraphQLFieldResolver<unknown, Types['Context'], object>,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    return this.#byReference(resolver, field);
  }

  override wrapSubscribe(
    subscriber: GraphQLFieldResolver<unknown, Types['Context'], object> | undefined,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> | undefined {
    return subscriber && this.#byReference(subscriber, field);
  }

  /** Workflows are named by their readable ids, or by their global ones. */
  #byReference(
    resolver: GraphQLFieldResolver<unknown, Types['Context'], object>,
    { args, kind }: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    if (kind === 'Mutation' || !Object.keys(args).length) return resolver;
    return (root, given: object, context, info) =>
      needsReferences(given)
        ? withReferences(context as Context, given).then((filled) => resolver(root, filled, context, info))
        : resolver(root, given, context, info);
  }
}

function fieldOf(
  schema: GraphQLSchema,
  { parentType, name }: { parentType: string; name: string },
): GraphQLField<unknown, unknown> {
  const type = schema.getType(parentType);
  if (isObjectType(type) || isInterfaceType(type)) return type.getFields()[name]!;
  throw new Error(`${parentType} has no fields.`);
}

SchemaBuilder.registerPlugin('arguments', ArgumentsPlugin);
