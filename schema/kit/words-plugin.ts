import SchemaBuilder, {
  BasePlugin,
  type PothosInputFieldConfig,
  type PothosOutputFieldConfig,
  type PothosTypeConfig,
  type SchemaTypes,
} from '@pothos/core';
import { words } from '../words/index.js';

declare global {
  export namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      words: WordsPlugin<Types>;
    }
  }
}

/** Gives what says nothing of itself its description from `schema/words`, so that introspection tells everything. */
class WordsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const said = field.description ?? words.field(field.parentType, field.name, field.kind);
    return said ? { ...field, description: said } : field;
  }

  override onInputFieldConfig(field: PothosInputFieldConfig<Types>): PothosInputFieldConfig<Types> {
    const owner = field.kind === 'Arg' ? `${field.parentType}.${field.parentField}` : field.parentType;
    const said = field.description ?? words.input(owner, field.name);
    return said ? { ...field, description: said } : field;
  }

  override onTypeConfig(type: PothosTypeConfig): PothosTypeConfig {
    if (type.kind !== 'Enum') return type;
    const values = Object.entries(type.values ?? {}).map(([name, value]) => {
      const said = value.description ?? words.value(type.name, name);
      return [name, said ? { ...value, description: said } : value];
    });
    return { ...type, values: Object.fromEntries(values) };
  }
}

SchemaBuilder.registerPlugin('words', WordsPlugin);
