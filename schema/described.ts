import { type GraphQLNamedType, type GraphQLSchema, getNamedType } from 'graphql';

const PAGES: [RegExp, string][] = [
  [/Connection$/, 'A page of a list (Relay cursor connections).'],
  [/Edge$/, 'An entry of a page, with its cursor.'],
  [/^PageInfo$/, 'Whether there are pages before and after this one, and the cursors that lead there.'],
  [/^Node$/, 'Anything that has an id by which it can be asked for again.'],
];

/** Says what types are that the library makes, and of what mutations take and give: to which they belong. */
export function described(schema: GraphQLSchema): GraphQLSchema {
  const describe = (type: GraphQLNamedType | undefined, description: string) => {
    if (type) type.description ??= description;
  };
  for (const [name, type] of Object.entries(schema.getTypeMap()))
    for (const [named, description] of PAGES) if (named.test(name)) describe(type, description);

  const mutations = new Map<GraphQLNamedType, { says: string; names: string[] }>();
  const note = (type: GraphQLNamedType, says: string, name: string) =>
    mutations.set(type, { says, names: [...(mutations.get(type)?.names ?? []), `\`${name}\``] });
  for (const { name, type, args } of Object.values(schema.getMutationType()!.getFields())) {
    note(getNamedType(type), 'What comes of', name);
    for (const { type: input } of args) note(getNamedType(input), 'The input of', name);
  }
  for (const [type, { says, names }] of mutations) describe(type, `${says} ${names.join(', ')}.`);
  return schema;
}
