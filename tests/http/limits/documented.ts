import { readdirSync, readFileSync } from 'node:fs';
import {
  type GraphQLOutputType,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isRequiredArgument,
} from 'graphql';
import { graphiqlOptions } from '../../../src/http/routes/graphiql.js';

const root = new URL('../../../', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, root), 'utf8');

/** Every operation that the documentation shows, with where it stands. */
export function documentedOperations(): { name: string; text: string }[] {
  const pages = [
    'README.md',
    'examples/README.md',
    ...readdirSync(new URL('docs', root), { recursive: true })
      .map((name) => `docs/${name}`)
      .filter((name) => name.endsWith('.md')),
  ];
  const shown = pages.flatMap((page) =>
    [...read(page).matchAll(/^```graphql\n(.*?)^```/gms)].map(([, text], n) => ({
      name: `${page}, ${n + 1}`,
      text: text!,
    })),
  );
  const introspection = getIntrospectionQuery({
    inputValueDeprecation: true,
    specifiedByUrl: true,
    oneOf: true,
  });
  return [
    ...shown,
    { name: 'the first tab of GraphiQL', text: graphiqlOptions('http://localhost').defaultQuery },
    { name: 'introspection', text: introspection },
  ];
}

/** For each field of the root types, an operation that asks for all that it has down to some depth. */
export function wholeOperations(schema: GraphQLSchema, depth: number): { name: string; text: string }[] {
  return [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!].flatMap((type) =>
    Object.values(type.getFields()).map((field) => {
      const needed = field.args.filter(isRequiredArgument);
      const defined = needed.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
      const given = needed.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
      const selection = selectionOf(schema, field.type, depth);
      const text = `${type.name.toLowerCase()}${defined && ` (${defined})`} { ${field.name}${given && `(${given})`} ${selection} }`;
      return { name: `${type.name}.${field.name}`, text };
    }),
  );
}

function selectionOf(schema: GraphQLSchema, output: GraphQLOutputType, depth: number): string {
  const type = getNamedType(output);
  if (!isCompositeType(type)) return '';
  if (isAbstractType(type)) {
    const each = schema.getPossibleTypes(type).map((of) => `... on ${of.name} ${selectionOf(schema, of, 1)}`);
    return `{ __typename ${each.join(' ')} }`;
  }
  const fields = Object.values(type.getFields())
    .filter(({ args }) => !args.some(isRequiredArgument))
    // The same things as in the edges.
    .filter(({ name }) => name !== 'nodes' || !('edges' in type.getFields()))
    .filter((field) => !isCompositeType(getNamedType(field.type)) || depth > 1)
    .map((field) => `${field.name} ${selectionOf(schema, field.type, depth - 1)}`);
  return `{ __typename ${fields.join(' ')} }`;
}
