import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import { type GraphQLField, type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import { withLocalIds } from './global-id.js';
import { checkPage } from './page.js';

declare global {
  export namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      arguments: ArgumentsPlugin<Types>;
    }
  }
}

/**
 * Does to the arguments of each field what its declaration says: pages are checked, global ids are those of the declared
 * type and become local. The arguments of mutations are left to `mutation`, which answers with a payload.
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
