import {
  type ArgumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  parse,
  type SelectionSetNode,
  TypeInfo,
  type ValueNode,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { ConcreteRequest } from 'relay-runtime';

type Node = Record<string, unknown>;

/**
 * An operation as Relay's compiler would hand it to Relay's store: one that asks for everything by itself, `id` and
 * `__typename` included, so that nothing has to be added. Fragments are inline alone.
 */
export function relayRequest(schema: GraphQLSchema, source: string): ConcreteRequest {
  const info = new TypeInfo(schema);
  const selections = new Map<SelectionSetNode, Node[]>();
  const document = parse(source);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: { leave: (field) => void fields.set(field, nodeOf(field, info, selections)) },
      InlineFragment: {
        leave: (fragment) =>
          void fields.set(fragment, {
            kind: 'InlineFragment',
            type: fragment.typeCondition!.name.value,
            abstractKey: null,
            selections: selections.get(fragment.selectionSet),
          }),
      },
      SelectionSet: {
        leave: (set) =>
          void selections.set(
            set,
            set.selections.map((one) => fields.get(one)!),
          ),
      },
    }),
  );
  const [operation] = document.definitions;
  if (operation?.kind !== 'OperationDefinition') throw new Error('There is no operation.');
  const definitions = (operation.variableDefinitions ?? []).map(({ variable }) => ({
    ...{ kind: 'LocalArgument', name: variable.name.value, defaultValue: null },
  }));
  const name = `op${source.length}`;
  const root = selections.get(operation.selectionSet);
  const type = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' }[operation.operation];
  return {
    kind: 'Request',
    fragment: {
      ...{ kind: 'Fragment', name, type, abstractKey: null, metadata: null },
      ...{ argumentDefinitions: definitions, selections: root },
    },
    operation: { kind: 'Operation', name, argumentDefinitions: definitions, selections: root },
    params: {
      ...{ id: null, cacheID: source, name, text: source, metadata: {} },
      operationKind: operation.operation,
    },
  } as unknown as ConcreteRequest;
}

const fields = new WeakMap<object, Node>();

function nodeOf(field: FieldNode, info: TypeInfo, selections: Map<SelectionSetNode, Node[]>): Node {
  const common = {
    alias: field.alias?.value ?? null,
    name: field.name.value,
    args: field.arguments?.length ? field.arguments.map(argumentOf) : null,
    storageKey: null,
  };
  const output = info.getType();
  const type = output ? getNamedType(output) : null;
  if (!field.selectionSet || !isCompositeType(type)) return { ...common, kind: 'ScalarField' };
  return {
    ...common,
    kind: 'LinkedField',
    concreteType: isAbstractType(type) ? null : type.name,
    plural: isListType(getNullableType(output!)),
    selections: selections.get(field.selectionSet),
  };
}

const argumentOf = ({ name, value }: ArgumentNode): Node =>
  value.kind === 'Variable'
    ? { kind: 'Variable', name: name.value, variableName: value.name.value }
    : { kind: 'Literal', name: name.value, value: valueFromASTUntyped(value as ValueNode) };
