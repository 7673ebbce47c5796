import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import { accessOf } from '../permissions.js';

declare global {
  export namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      gatedRoots: GatedRootsPlugin<Types>;
    }
  }
}

/**
 * Makes fields of Query and Mutation nullable that are not for anyone: refused to whoever asks, one of them is null with an
 * error, and what else was asked for is there; a mutation that was done before one that fails is not lost.
 */
class GatedRootsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const isRoot = field.kind === 'Query' || field.kind === 'Mutation';
    if (!isRoot || accessOf({ extensions: field.extensions ?? {} }) === 'anyone') return field;
    return { ...field, type: { ...field.type, nullable: true } };
  }
}

SchemaBuilder.registerPlugin('gatedRoots', GatedRootsPlugin);
