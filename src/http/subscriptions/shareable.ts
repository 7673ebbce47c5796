import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getArgumentValues,
  getVariableValues,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import type { Params } from '../graphql/json-body.js';

/** A subscription to the events of a workflow, taken apart into what is its own and what it has in common. */
export interface Shareable {
  /** The last sequence that the subscriber has. */
  after: number;
  /** Equal for subscriptions that get equal messages for equal events. */
  key: string;
  /** The document, with another `after`. */
  documentAfter(sequence: number): DocumentNode;
}

const FIELD = 'workflowEvents';

/**
 * Takes a subscription apart.
 * @param document valid against the schema
 * @returns null where it is another operation, or its arguments are wrong
 */
export function shareable(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { query, operationName, variables }: Params,
): Shareable | null {
  const [field, ...others] = operation.selectionSet.selections;
  if (operation.operation !== 'subscription' || others.length || field?.kind !== 'Field') return null;
  if (field.name.value !== FIELD || field.directives?.length || operation.directives?.length) return null;

  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {});
  if (!coerced) return null;
  const after = afterOf(schema, field, coerced);
  if (after === null || after < 0) return null;
  return {
    after,
    key: [operationName ?? '', JSON.stringify(withoutAfter(document, field, variables ?? {})), query].join(
      '\n',
    ),
    documentAfter: (sequence) => withAfter(document, operation, field, sequence),
  };
}

function afterOf(schema: GraphQLSchema, field: FieldNode, variables: Record<string, unknown>): number | null {
  const definition = schema.getSubscriptionType()!.getFields()[FIELD]!;
  try {
    return (getArgumentValues(definition, field, variables).after as number | null | undefined) ?? 0;
  } catch {
    return null;
  }
}

const argumentOf = (field: FieldNode) => field.arguments?.find(({ name }) => name.value === 'after');

/** The variables that messages depend on: all but the one that serves for nothing but `after`. */
function withoutAfter(
  document: DocumentNode,
  field: FieldNode,
  variables: Record<string, unknown>,
): Record<string, unknown> {
  const value = argumentOf(field)?.value;
  if (value?.kind !== 'Variable') return variables;
  let uses = 0;
  // Its definition and the argument.
  visit(document, { Variable: ({ name }) => void (name.value === value.name.value && uses++) });
  const { [value.name.value]: _, ...rest } = variables;
  return uses === 2 ? rest : variables;
}

function withAfter(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  field: FieldNode,
  sequence: number,
): DocumentNode {
  const after = {
    kind: 'Argument',
    name: { kind: 'Name', value: 'after' },
    value: { kind: 'IntValue', value: String(sequence) },
  } as FieldNode['arguments'] extends readonly (infer A)[] | undefined ? A : never;
  const others = field.arguments?.filter((argument) => argument !== argumentOf(field)) ?? [];
  const replaced = { ...field, arguments: [...others, after] };
  const selectionSet = { ...operation.selectionSet, selections: [replaced] };
  const definitions = document.definitions.map((definition) =>
    definition === operation ? { ...operation, selectionSet } : definition,
  );
  return { ...document, definitions };
}
