import {
  BREAK,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Params } from '../json-body.js';
import { isVersioned } from './versioned-fields.js';

/** A query for one workflow whose whole response is determined by that workflow's version. */
export interface Polled {
  reference: string;
}

/** Operations of documents that were looked at; null for those that cannot be kept. */
const known = new WeakMap<DocumentNode, Map<OperationDefinitionNode, ValueNode | null>>();

/**
 * What is polled by an operation; null for every operation but the query for one workflow that `Polled` describes.
 * @param document valid against the schema
 */
export function polledWorkflow(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { variables }: Params,
): Polled | null {
  const operations = known.get(document) ?? new Map<OperationDefinitionNode, ValueNode | null>();
  known.set(document, operations);
  if (!operations.has(operation)) operations.set(operation, workflowIdOf(schema, document, operation));
  const workflowId = operations.get(operation);
  if (!workflowId) return null;
  const reference = workflowId.kind === 'Variable' ? variables?.[workflowId.name.value] : literal(workflowId);
  return typeof reference === 'string' ? { reference } : null;
}

const literal = (value: ValueNode) => (value.kind === 'StringValue' ? value.value : null);

function workflowIdOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ValueNode | null {
  const field = workflowFieldOf(operation);
  const workflowId = field?.arguments?.find(({ name }) => name.value === 'workflowId')?.value;
  return field && workflowId && isDetermined(schema, document, field) ? workflowId : null;
}

/** The field `workflow` where it is all that is asked, without conditions. */
function workflowFieldOf(operation: OperationDefinitionNode): FieldNode | null {
  const [field, ...others] = operation.selectionSet.selections;
  if (operation.operation !== 'query' || others.length || field?.kind !== 'Field') return null;
  if (field.name.value !== 'workflow' || field.directives?.length || operation.directives?.length)
    return null;
  return field;
}

/** Whether all that the document asks of the workflow can change only with its version. */
function isDetermined(schema: GraphQLSchema, document: DocumentNode, field: FieldNode): boolean {
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
  return isDetermined;
}
