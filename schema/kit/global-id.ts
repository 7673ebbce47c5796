import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
} from 'graphql';
import { localId } from '../ids.js';

/** An argument, or a field of an input. */
type Input = GraphQLArgument | GraphQLInputField;

/** A type by its name in the schema, or any of several; where mutations share an input and mean different things, by the mutation. */
type Of = string | readonly string[] | Record<string, string>;

/**
 * Declares of an argument or input field that it takes the global id of a type: `t.id({ ...globalID('Answer'), required: true })`.
 * Its resolver gets the id within the table. Anything else that a client gives is refused with the path of the field, and the
 * tenancy walk knows from it what to put in.
 */
export const globalID = (of: Of): { extensions: { globalID: Of } } => ({ extensions: { globalID: of } });

/**
 * The types whose global ids an argument or input field takes; none where it takes none.
 * @param field the root field whose argument it is, or stands in
 */
export function nodesOf(input: { extensions: object }, field: string): readonly string[] {
  const { globalID: of = [] } = input.extensions as { globalID?: Of };
  if (typeof of === 'string') return [of];
  if (Array.isArray(of)) return of;
  const named = (of as Record<string, string>)[field];
  return named ? [named] : [];
}

/** The values of some inputs with local ids. */
type Mapping = (values: Record<string, unknown>, path: string[], field: string) => object;

const mappings = new WeakMap<readonly Input[], Mapping | null>();

/** How the ids in a set of inputs become local; null where there are none. */
function mappingOf(inputs: readonly Input[]): Mapping | null {
  const known = mappings.get(inputs);
  if (known !== undefined) return known;
  // An input that holds itself: while it is looked into, it holds none.
  mappings.set(inputs, null);
  const each = inputs.flatMap((input) => {
    const map = ofInput(input);
    return map ? [[input.name, map] as const] : [];
  });
  const mapping: Mapping | null = each.length
    ? (values, path, field) => {
        const mapped = { ...values };
        for (const [name, map] of each)
          if (values[name] != null) mapped[name] = map(values[name], [...path, name], field);
        return mapped;
      }
    : null;
  mappings.set(inputs, mapping);
  return mapping;
}

function ofInput(input: Input): ((value: unknown, path: string[], field: string) => unknown) | null {
  if ('globalID' in input.extensions)
    return (value, path, field) => {
      const types = nodesOf(input, field);
      if (!types.length) throw new Error(`${field} does not say whose id ${path.join('.')} is.`);
      // Of a list of ids the path leads to the list, of a list of objects into the one at fault.
      return Array.isArray(value)
        ? value.map((id) => localId(id, types, path))
        : localId(value as string, types, path);
    };
  const within = getNamedType(input.type as GraphQLInputType);
  const mapping = isInputObjectType(within) ? mappingOf(fieldsOf(within)) : null;
  return (
    mapping &&
    ((value, path, field) =>
      Array.isArray(value)
        ? value.map((one, index) => mapping(one, [...path, String(index)], field))
        : mapping(value as Record<string, unknown>, path, field))
  );
}

const fields = new WeakMap<object, readonly Input[]>();
function fieldsOf(type: { getFields(): Record<string, GraphQLInputField> }): readonly Input[] {
  const known = fields.get(type) ?? Object.values(type.getFields());
  fields.set(type, known);
  return known;
}

/**
 * What was given to a root field, or to one within, with every declared global id in it as the id within its table.
 * @throws {DomainError} invalid-input where one is no id of the type that is declared
 */
export function withLocalIds<Values extends object>(
  { name, args }: { name: string; args: readonly GraphQLArgument[] },
  values: Values,
): Values {
  const mapping = mappingOf(args);
  return mapping ? (mapping(values as Record<string, unknown>, [], name) as Values) : values;
}
