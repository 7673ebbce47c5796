import { type GraphQLSchema, isObjectType } from 'graphql';
import { nodeTypes } from './belongings.js';
import type { Walked } from './operations.js';
import { ROUTES } from './routes.js';

/** The table of docs/security.md that says what is walked. */
export function countsOf(walked: Walked, schema: GraphQLSchema, tables: number): string {
  const fields = (type: ReturnType<GraphQLSchema['getQueryType']>) => Object.keys(type!.getFields()).length;
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith('__'),
  );
  const parameters = Object.values(ROUTES).flatMap((route) => Object.keys(route.parameters));
  const { places, free } = walked.counts;
  const rows: [string, number | string][] = [
    ['object types', types.length],
    ['of them found by `node(id:)` and `nodes(ids:)`', nodeTypes.length],
    ['queries', fields(schema.getQueryType())],
    ['mutations', fields(schema.getMutationType())],
    ['subscriptions', fields(schema.getSubscriptionType())],
    ['arguments and input fields, by operation', places],
    ['of them tried with what another organization has', walked.operations.length],
    [
      'of them only stored, chosen from a fixed list, numbers, or secrets',
      Object.values(free).reduce((a, b) => a + b, 0),
    ],
    ['HTTP routes, with `/graphql`', Object.keys(ROUTES).length + 1],
    ['their parameters', parameters.length],
    ['tables whose rows must not change', tables],
  ];
  return ['| walked | |', '|---|---|', ...rows.map(([what, count]) => `| ${what} | ${count} |`)].join('\n');
}
