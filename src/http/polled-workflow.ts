import {
  BREAK,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Params } from './json-body.js';
import { isVersioned } from './versioned-fields.js';

/** The argument `workflowId` of each operation in documents that were looked at; null where it cannot be kept. */
const known = new WeakMap<DocumentNode, Map<OperationDefinitionNode, ValueNode | null>>();

/**
 * The `workflowId` of a query for one workflow whose whole response is determined by that workflow's version;
 * null for every other operation.
 * @param document valid against the schema
 */
export function polledWorkflow(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { variables }: Params,
): string | null {
  const operations = known.get(document) ?? new Map<OperationDefinitionNode, ValueNode | null>();
  known.set(document, operations);
  const id = operations.has(operation)
    ? operations.get(operation)!
    : workflowIdOf(schema, document, operation);
  operations.set(operation, id);
  if (id?.kind === 'StringValue') return id.value;
  const value = id?.kind === 'Variable' ? variables?.[id.name.value] : null;
  return typeof value === 'string' ? value : null;
}

function workflowIdOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ValueNode | null {
  const [field, ...others] = operation.selectionSet.selections;
  if (operation.operation !== 'query' || others.length || field?.kind !== 'Field') return null;
  if (field.name.value !== 'workflow' || field.directives?.length || operation.directives?.length)
    return null;

  let isDetermined = true;
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const parent = types.getParentType()?.name ?? '';
        isDetermined = node === field || isVersioned(parent, node.name.value);
        return isDetermined ? undefined : BREAK;
      },
    }),
  );
  return isDetermined
    ? (field.arguments?.find(({ name }) => name.value === 'workflowId')?.value ?? null)
    : null;
}
