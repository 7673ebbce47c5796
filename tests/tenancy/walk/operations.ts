import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { type Place, type Walk, walkOf } from './arguments.js';

export type Kind = 'query' | 'mutation' | 'subscription';

/** An operation with one place into which a value is put; everything else is one's own. */
export interface Operation {
  kind: Kind;
  /** The root field, or Type.field of an argument within. */
  name: string;
  field: string;
  place: Place & { walk: Walk };
  source: string;
  /** @param own what to give in a place that has to be filled */
  variables(value: unknown, own: (place: Place & { walk: Walk }) => unknown): Record<string, unknown>;
}

type Input = Place['input'];
type Step = { input: Input; place: Place };

const DEPTH = 4;
/** Of things that stand side by side. */
const DEPTH_OF_MANY = 2;

/** A rectangle, a cell: what has neither an id nor anything below it belongs to what it is a part of. */
const isValue = (type: GraphQLNamedType) =>
  isObjectType(type) &&
  Object.values(type.getFields()).every(
    ({ name, type: of }) => name !== 'id' && !isCompositeType(getNamedType(of)),
  );

/** All that a type has, down to some depth; types that are under way are not entered again. */
export function selectionOf(
  schema: GraphQLSchema,
  output: GraphQLOutputType,
  seen: (type: GraphQLObjectType) => void,
  path: readonly string[] = [],
  { prefix = '', depth = DEPTH } = {},
): string {
  const type = getNamedType(output);
  if (!isCompositeType(type)) return '';
  // What each node shows is walked by `node(id:)`.
  if (type.name === 'Node' && path.length) return '{ __typename id }';
  if (isAbstractType(type)) {
    const each = schema
      .getPossibleTypes(type)
      .filter(({ name }) => !path.includes(name))
      .map(
        (of) =>
          `... on ${of.name} ${selectionOf(schema, of, seen, path, { prefix: `${of.name}_`, depth: path.length + DEPTH_OF_MANY })}`,
      );
    return `{ __typename ${each.join(' ')} }`;
  }
  seen(type);
  const inner = [...path, type.name];
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const of = getNamedType(field.type);
    if (field.args.some(isRequiredArgument)) return [];
    // The same things as in the edges.
    if (field.name === 'nodes' && 'edges' in type.getFields()) return [];
    if (isCompositeType(of) && (inner.includes(of.name) || (inner.length >= depth && !isValue(of))))
      return [];
    // Fields of one name may mean different things in types that stand side by side.
    const alias = prefix && `${prefix}${field.name}: `;
    return [`${alias}${field.name} ${selectionOf(schema, field.type, seen, inner, { depth })}`];
  });
  return `{ __typename ${fields.join(' ')} }`;
}

/** Every place of an argument and of the inputs in it, with the way to it. */
function placesIn(place: Place, above: Step[] = []): Step[][] {
  const { input } = place;
  const step = { input, place };
  const type = getNamedType(input.type);
  if (!isInputObjectType(type)) return [[...above, step]];
  return Object.values(type.getFields()).flatMap((inner) =>
    placesIn({ ...place, coordinate: `${type.name}.${inner.name}`, input: inner }, [...above, step]),
  );
}

const isRequired = (input: Input) => isNonNullType(input.type) && input.defaultValue === undefined;

type Own = (place: Place & { walk: Walk }) => unknown;

/** Optional fields without which what is walked beside them is not looked at. */
const BESIDE: Record<string, string[]> = {
  'AnswerStreamInput.question': ['conversationId', 'idempotencyKey'],
  'ChangeMemberInput.role': ['userId', 'expectedVersion'],
  'SaveDepartmentInput.id': ['expectedVersion'],
  'UpdateAnswerInput.text': ['answerId', 'expectedVersion'],
  'ReplaceKnowledgeInput.content': ['id', 'expectedRevision', 'expectedVersion', 'idempotencyKey'],
};

/** The least that an input needs, with `value` at the end of the way. */
function inputOf(way: Step[], value: unknown, own: Own): unknown {
  const [{ input, place }, ...rest] = way as [Step, ...Step[]];
  const isList = isListType(getNullableType(input.type));
  const inList = (it: unknown) => (isList && it !== null && !Array.isArray(it) ? [it] : it);
  const type = getNamedType(input.type);
  if (!isInputObjectType(type)) return inList(value);
  const fields = Object.values(type.getFields()).flatMap((inner) => {
    if (inner === rest[0]?.input) return [[inner.name, inputOf(rest, value, own)]];
    const beside = BESIDE[`${type.name}.${inner.name}`]?.includes(rest[0]?.input.name ?? '');
    if (!isRequired(inner) && !beside) return [];
    const step = {
      input: inner,
      place: { ...place, coordinate: `${type.name}.${inner.name}`, input: inner },
    };
    return [[inner.name, leastOf(step, own)]];
  });
  return inList(Object.fromEntries(fields));
}

function leastOf(step: Step, own: Own): unknown {
  const type = getNamedType(step.input.type);
  if (isInputObjectType(type)) return inputOf([step], undefined, own);
  const walk = walkOf(step.place);
  if (!walk) throw new Error(`Nobody has said how ${step.place.coordinate} is walked.`);
  return inputOf([step], own({ ...step.place, walk }), own);
}

/** How to come to a type that has arguments of its own, where that is no node: field by field from the top. */
const ENTRIES: Record<string, string[]> = {
  PromptTemplate: ['promptTemplate(task: "draft-answer")'],
  OutputFile: ['workflows(first: 2)', 'edges', 'node', 'outputFile'],
  DocumentDownloads: ['documents(first: 2)', 'edges', 'node', 'downloads'],
  SourcePage: [
    ...['workflows(first: 1)', 'edges', 'node', 'rfpAnalysis', 'questions'],
    ...['location', 'citation', 'document', 'pages'],
  ],
};

const selectedIn = (path: readonly string[], call: string): string =>
  path.reduceRight((within, field) => `${field} { ${within} }`, call);

export interface Walked {
  operations: Operation[];
  /** Root fields in which there is nothing to walk, with an operation that gives them one's own. */
  others: Omit<Operation, 'place'>[];
  /** Places of which nobody has said how they are walked. */
  unsaid: string[];
  counts: { places: number; free: Record<string, number> };
  /** Object types that are selected somewhere. */
  types: Set<string>;
}

/**
 * Everything that the schema lets a client say, as operations to be walked.
 * @param isWhole whether also in places that lead to nothing; what comes back is then of no interest
 */
export function operationsOf(schema: GraphQLSchema, isWhole = false): Walked {
  const walked: Walked = {
    operations: [],
    others: [],
    unsaid: [],
    counts: { places: 0, free: {} },
    types: new Set(),
  };
  const seen = ({ name }: { name: string }) => void walked.types.add(name);

  const take = (
    parent: GraphQLObjectType,
    kind: Kind,
    field: GraphQLField<unknown, unknown>,
    isRoot: boolean,
  ) => {
    const name = isRoot ? field.name : `${parent.name}.${field.name}`;
    const whole = selectionOf(schema, field.type, seen, isRoot ? [] : [parent.name]);
    const selection = isWhole && whole ? '{ __typename }' : whole;
    const build = (given: readonly GraphQLArgument[]) => {
      const declared = given.map((arg) => `$${arg.name}: ${arg.type}`);
      const passed = given.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
      const call = `${field.name}${passed && `(${passed})`} ${selection}`;
      if (isRoot) return `${kind}${declared.length ? `(${declared.join(', ')})` : ''} { ${call} }`;
      const entry = ENTRIES[parent.name];
      if (!entry && !parent.getInterfaces().some((of) => of.name === 'Node'))
        throw new Error(`Nobody has said how to come to a ${parent.name}: tests/tenancy/walk/operations.ts.`);
      return entry
        ? `query(${declared.join(', ')}) { ${selectedIn(entry, call)} }`
        : `query(${['$entry: ID!', ...declared].join(', ')}) { node(id: $entry) { ... on ${parent.name} { ${call} } } }`;
    };
    const coordinateOf = (arg: GraphQLArgument) => `${parent.name}.${field.name}(${arg.name}:)`;
    const placeOf = (arg: GraphQLArgument): Place => ({
      ...{ kind, field: field.name, coordinate: coordinateOf(arg), input: arg },
    });
    const required = field.args.filter(isRequiredArgument);
    const base = (own: Own, besides?: GraphQLArgument): Record<string, unknown> => ({
      ...(!isRoot && !ENTRIES[parent.name] && { entry: own(entryOf(parent.name)) }),
      ...Object.fromEntries(
        required
          .filter((arg) => arg !== besides)
          .map((arg) => [arg.name, leastOf({ input: arg, place: placeOf(arg) }, own)]),
      ),
    });
    const common = { kind, name, field: field.name };
    let isWalked = false;
    for (const arg of field.args)
      for (const way of placesIn(placeOf(arg))) {
        const { place } = way.at(-1)!;
        const walk = walkOf(place);
        walked.counts.places++;
        if (!walk) walked.unsaid.push(place.coordinate);
        else if (walk.by === 'free' && !isWhole)
          walked.counts.free[walk.as] = (walked.counts.free[walk.as] ?? 0) + 1;
        else {
          isWalked = true;
          const given = required.includes(arg) ? required : [...required, arg];
          walked.operations.push({
            ...common,
            place: { ...place, walk },
            source: build(given),
            variables: (value, own) => ({ ...base(own, arg), [arg.name]: inputOf(way, value, own) }),
          });
        }
      }
    if (isRoot && !isWalked)
      walked.others.push({ ...common, source: build(required), variables: (_value, own) => base(own) });
  };

  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  for (const [kind, type] of roots)
    for (const field of Object.values(type!.getFields())) take(type!, kind, field, true);
  for (const type of Object.values(schema.getTypeMap()))
    if (isObjectType(type) && !type.name.startsWith('__') && !roots.some(([, root]) => root === type))
      for (const field of Object.values(type.getFields()))
        if (field.args.length) take(type, 'query', field, false);
  return walked;
}

/** The place of one's own thing in which an argument stands. */
const entryOf = (type: string): Place & { walk: Walk } => ({
  ...{ kind: 'query', field: type, coordinate: type, input: undefined as never },
  walk: { by: 'id', type },
});
