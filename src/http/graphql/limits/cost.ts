import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  type ValueNode,
} from 'graphql';
import { FIELD_COSTS, MUTATION, SUBSCRIPTION } from './field-costs.js';

type Variables = Readonly<Record<string, unknown>>;

/** A list of unknown length. */
const LIST = 10;
/** The page of a connection that says neither `first` nor `last`. */
const PAGE = 20;
/** More is refused by every field that takes a number of things. */
const MOST = 100;

/** Costs of operations whose variables do not change them. */
const constant = new WeakMap<OperationDefinitionNode, number>();

/**
 * What an operation may cost at most, in points: one for each object it may return, more for fields of
 * `FIELD_COSTS`; values within objects are free. Lists count as often as `first`, `last` or `ids` say, else 10
 * times. Conditions (@skip, @include) are taken to hold, and so are all types of a union.
 *
 * @param document valid against the schema
 * @param variables as they were sent
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): number {
  const known = constant.get(operation);
  if (known !== undefined) return known;
  const counter = new Counter(schema, document, operation, variables);
  const cost = counter.selections(operation.selectionSet, schema.getRootType(operation.operation)!, null);
  if (!counter.usedVariables) constant.set(operation, cost);
  return cost;
}

/** The same of one event of a subscription: what it returns. What it takes to follow was counted at the start. */
export function eventCostOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): number {
  const counter = new Counter(schema, document, operation, variables, true);
  return counter.selections(operation.selectionSet, schema.getSubscriptionType()!, null);
}

class Counter {
  usedVariables = false;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #known = new Map<string, number>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly operation: OperationDefinitionNode,
    private readonly variables: Variables,
    private readonly isEvent = false,
  ) {
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        this.#fragments.set(definition.name.value, definition);
  }

  /** @param page how many edges there are, where the parent is a connection */
  selections({ selections }: SelectionSetNode, parent: GraphQLNamedType, page: number | null): number {
    let sum = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) sum += this.#field(selection, parent, page);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) sum += this.#fragment(selection.name.value, page);
      else {
        const on = selection.typeCondition && this.schema.getType(selection.typeCondition.name.value);
        sum += this.selections(selection.selectionSet, on ?? parent, page);
      }
    }
    return sum;
  }

  /** Counted once for each length of page, so that fragments within fragments take no more time than text. */
  #fragment(name: string, page: number | null): number {
    const key = `${name} ${page}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const { selectionSet, typeCondition } = this.#fragments.get(name)!;
    const cost = this.selections(selectionSet, this.schema.getType(typeCondition.name.value)!, page);
    this.#known.set(key, cost);
    return cost;
  }

  #field(node: FieldNode, parent: GraphQLNamedType, page: number | null): number {
    const name = node.name.value;
    const own = this.#own(parent, name);
    const field = definitionOf(parent, name);
    // What introspection returns is bounded by the schema.
    if (!field || !node.selectionSet) return own ?? 0;
    const type = getNamedType(field.type);
    if (!isCompositeType(type)) return own ?? 0;
    const size = this.#size(node, field);
    if (isList(field)) {
      const items = page !== null && (name === 'edges' || name === 'nodes') ? page : (size ?? LIST);
      return (own ?? 0) + items * (1 + this.selections(node.selectionSet, type, null));
    }
    const isConnection = type.name.endsWith('Connection');
    return (own ?? 1) + this.selections(node.selectionSet, type, isConnection ? (size ?? PAGE) : null);
  }

  /** What a field costs besides what it returns; undefined where nothing is said of it. */
  #own(parent: GraphQLNamedType, name: string): number | undefined {
    const isSubscription = parent === this.schema.getSubscriptionType();
    if (isSubscription && this.isEvent) return 1;
    const root = isSubscription
      ? SUBSCRIPTION
      : parent === this.schema.getMutationType()
        ? MUTATION
        : undefined;
    return FIELD_COSTS[`${parent.name}.${name}`] ?? root;
  }

  /** How many things a field is asked for; null where it does not say. */
  #size(node: FieldNode, field: GraphQLField<unknown, unknown>): number | null {
    for (const name of ['first', 'last', 'ids']) {
      const definition = field.args.find((arg) => arg.name === name);
      if (!definition) continue;
      const given = node.arguments?.find((argument) => argument.name.value === name)?.value;
      const value = (given && this.#value(given)) ?? definition.defaultValue;
      if (typeof value === 'number') return Math.min(Math.max(value, 1), MOST);
      if (Array.isArray(value)) return value.length;
    }
    return null;
  }

  #value(node: ValueNode): unknown {
    if (node.kind === Kind.INT) return Number(node.value);
    if (node.kind === Kind.LIST) return node.values;
    if (node.kind !== Kind.VARIABLE) return null;
    this.usedVariables = true;
    const given = this.variables[node.name.value];
    if (given !== undefined) return given;
    const fallback = this.operation.variableDefinitions?.find(
      ({ variable }) => variable.name.value === node.name.value,
    )?.defaultValue;
    return fallback?.kind === Kind.INT ? Number(fallback.value) : null;
  }
}

function definitionOf(parent: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name || name === TypeMetaFieldDef.name) return undefined;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

const isList = ({ type }: GraphQLField<unknown, unknown>) =>
  isListType(isNonNullType(type) ? type.ofType : type);
