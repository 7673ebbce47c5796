import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { type Column, POLLED_COLUMNS } from './columns.js';

/** PostgreSQL takes 100 arguments a call, and a statement of thousands of fields would take long to plan. */
const MOST_FIELDS_OF_ONE = 50;
const MOST_FIELDS = 200;

/** Thrown where a selection is more than one statement can say. */
class Inexpressible extends Error {}

/**
 * One statement that reads a field of type Workflow with its whole selection, as JSON that equals what the
 * executor would make of it. Its parameters are the reference, the organization, and the service's address.
 *
 * @param document valid against the schema
 * @returns null where the selection holds a directive, or a field that `POLLED_COLUMNS` does not have
 */
export function statementOf(schema: GraphQLSchema, document: DocumentNode, field: FieldNode): string | null {
  try {
    const workflow = new Writer(schema, document).object('Workflow', [field], 'w0');
    return `SELECT ${workflow} AS json FROM workflow w0 WHERE w0.reference = $1 AND w0.organization_id = $2::uuid AND $3::text IS NOT NULL`;
  } catch (error) {
    if (error instanceof Inexpressible) return null;
    throw error;
  }
}

class Writer {
  readonly #fragments: Map<string, FragmentDefinitionNode>;
  #rows = 0;
  #fields = 0;

  constructor(
    readonly schema: GraphQLSchema,
    document: DocumentNode,
  ) {
    this.#fragments = new Map(
      document.definitions
        .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
        .map((fragment) => [fragment.name.value, fragment]),
    );
  }

  /** @param fields all selections of one response key, whose sub-selections are merged */
  object(type: string, fields: FieldNode[], row: string): string {
    const selected = new Map<string, FieldNode[]>();
    for (const { selectionSet } of fields) if (selectionSet) this.#collect(type, selectionSet, selected);
    this.#fields += selected.size;
    if (selected.size > MOST_FIELDS_OF_ONE || this.#fields > MOST_FIELDS) throw new Inexpressible();
    const pairs = [...selected].map(([key, nodes]) => `'${key}', ${this.#value(type, nodes, row)}`);
    return `json_build_object(${pairs.join(', ')})`;
  }

  /** Groups fields by response key, in the order in which the executor does. */
  #collect(type: string, { selections }: SelectionSetNode, into: Map<string, FieldNode[]>): void {
    for (const selection of selections) {
      if (selection.directives?.length) throw new Inexpressible();
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        into.set(key, [...(into.get(key) ?? []), selection]);
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value)! : selection;
      if (fragment.directives?.length) throw new Inexpressible();
      if (this.#applies(fragment.typeCondition?.name.value ?? type, type))
        this.#collect(type, fragment.selectionSet, into);
    }
  }

  #applies(condition: string, type: string): boolean {
    if (condition === type) return true;
    const [wanted, actual] = [this.schema.getType(condition), this.schema.getType(type)];
    return isAbstractType(wanted) && this.schema.isSubType(wanted, actual as never);
  }

  #value(type: string, nodes: FieldNode[], row: string): string {
    const name = nodes[0]!.name.value;
    if (name === '__typename') return `'${type}'`;
    const column = POLLED_COLUMNS[type]?.[name];
    if (!column || nodes[0]!.arguments?.length) throw new Inexpressible();
    if ('sql' in column) return column.sql(row);
    const value = this.#nested(column, nodes, row);
    return 'when' in column && column.when ? `CASE WHEN ${column.when(row)} THEN ${value} END` : value;
  }

  #nested(column: Exclude<Column, { sql: unknown }>, nodes: FieldNode[], row: string): string {
    if ('row' in column) return this.object(column.type, nodes, column.row(row));
    const other = `w${++this.#rows}`;
    const object = this.object(column.type, nodes, other);
    if ('one' in column) return `(SELECT ${object} FROM ${column.one(row, other)})`;
    const list = `json_agg(${object} ORDER BY ${column.order(other)})`;
    return `(SELECT coalesce(${list}, '[]'::json) FROM ${column.many(row, other)})`;
  }
}
