import { Prisma } from '../../../generated/client/client.js';
import { getDatamodel } from '../../../generated/pothos-types.js';
import { BoundedMap } from '../concurrency/bounded-map.js';
import type { Sql } from './sql.js';

/** A row to be read with rows that it is related to, as Prisma's queries say it. */
interface Query {
  select?: unknown;
  include?: unknown;
  where?: unknown;
  orderBy?: unknown;
}

/** What a row is found by: values of its columns, or of those of the one row that it belongs to. */
type Where = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

type Model = ReturnType<typeof getDatamodel>['datamodel']['models'][string];
type Field = Model['fields'][number];

/** Makes of what JSON says what Prisma would have read. */
type Convert = (value: never) => unknown;

interface Tree {
  text: string;
  convert: ((row: DatabaseRow) => void) | null;
}

type DatabaseRow = Record<string, unknown>;

/** Thrown where a query says more than one statement is written for here. */
class Inexpressible extends Error {}

const MOST_BYTES = 4 * 1024 * 1024;
const { models } = getDatamodel().datamodel;
const known = new BoundedMap<Tree | null>(MOST_BYTES);

/**
 * Reads one row with all that is asked of it by one prepared statement, whose JSON PostgreSQL makes: it does so in little
 * more than half the time of Prisma's own (docs/measurements.md), and Node has less to put together.
 *
 * @param where columns and their values, which together name one row; `run: { reference }` for one of the row's run
 * @returns the same as `findFirst` of Prisma would; null where the query says what this does not know (pages, conditions
 *   beyond null and not null), which then is Prisma's to read
 */
export function readTree<T>(sql: Sql, model: string, query: object, where: Where): Promise<T | null> | null {
  const { names, values } = flattened(where);
  const key = JSON.stringify([model, names, query]);
  let tree = known.get(key);
  if (tree === undefined) {
    tree = treeOf(model, query, names);
    known.set(key, tree, 2 * (tree?.text.length ?? 0));
  }
  if (!tree) return null;
  const { text, convert } = tree;
  return sql.query<{ row: DatabaseRow }>(text, values, { prepare: true }).then(([found]) => {
    if (!found) return null;
    convert?.(found.row);
    return found.row as T;
  });
}

function treeOf(model: string, query: Query, where: readonly (readonly [string, string?])[]): Tree | null {
  try {
    const writer = new Writer();
    const { object, joins, convert } = writer.row(model, 't0', query);
    const conditions = where.map(([name, inner], n) =>
      inner === undefined
        ? `t0.${column(scalarOf(model, name))} = $${n + 1}`
        : `t0.${ofOwner(model, name, inner)} = $${n + 1})`,
    );
    return {
      text: `SELECT ${object} AS row FROM ${table(model)} t0${joins} WHERE ${conditions.join(' AND ')}`,
      convert,
    };
  } catch (error) {
    if (error instanceof Inexpressible) return null;
    throw error;
  }
}

function flattened(where: Where) {
  const pairs = Object.entries(where).flatMap(([name, value]): [[string, string?], string][] =>
    typeof value === 'string'
      ? [[[name], value]]
      : Object.entries(value).map(([inner, of]) => [[name, inner], of]),
  );
  return { names: pairs.map(([name]) => name), values: pairs.map(([, value]) => value) };
}

/** The key by which a row belongs to another, and the beginning of its look-up by a column of that other. */
function ofOwner(model: string, name: string, inner: string): string {
  const field = fieldsOf(model).get(name) ?? beyond();
  const [own] = field.relationFromFields ?? [];
  const key = column(scalarOf(model, own ?? beyond()));
  const other = column(scalarOf(field.type, inner));
  return `${key} = (SELECT ${column(idOf(field.type))} FROM ${table(field.type)} WHERE ${other}`;
}

/** What is read of one row: an expression for it, and the tables that it needs beside its own. */
interface Part {
  object: string;
  joins: string;
  convert: ((row: DatabaseRow) => void) | null;
}

class Writer {
  #tables = 0;
  /** The tables of single rows that are joined, by whose relation they are. */
  readonly #joined = new Map<string, string>();

  row(model: string, alias: string, query: Query): Part {
    only(query, 'select', 'include');
    const fields = fieldsOf(model);
    const chosen = Object.entries((query.select ?? query.include ?? {}) as DatabaseRow).filter(
      ([, value]) => value,
    );
    const asked = new Map<string, unknown>(query.select ? chosen : []);
    if (!query.select) {
      for (const { name, kind } of fields.values()) if (kind !== 'object') asked.set(name, true);
      for (const [name, value] of chosen) asked.set(name, value);
    }
    const pairs: string[] = [];
    const converts: ((row: DatabaseRow) => void)[] = [];
    let joins = '';
    for (const [name, value] of asked) {
      const field = fields.get(name) ?? beyond();
      const part =
        field.kind === 'object' ? this.#relation(model, alias, field, value) : scalar(alias, field);
      pairs.push(`'${name}', ${part.object}`);
      joins += part.joins;
      if (part.convert) converts.push(part.convert);
    }
    // A function of PostgreSQL takes a hundred arguments.
    if (pairs.length > 50) throw new Inexpressible();
    const convert = converts.length
      ? (row: DatabaseRow) => {
          for (const each of converts) each(row);
        }
      : null;
    return { object: `json_build_object(${pairs.join(', ')})`, joins, convert };
  }

  #relation(model: string, alias: string, field: Field, value: unknown): Part {
    const query: Query = value === true ? {} : (value as Query);
    const { where, orderBy, ...rest } = query;
    const other = `t${++this.#tables}`;
    const on = joined(model, alias, field, other);
    const inner = this.row(field.type, other, rest);
    const each =
      inner.convert && ((row: DatabaseRow) => (row[field.name] as DatabaseRow[]).forEach(inner.convert!));
    if (field.isList) {
      const order = this.#order(field.type, other, orderBy);
      const conditions = [on, ...conditionsOf(field.type, other, where)].join(' AND ');
      const list = `coalesce(json_agg(${inner.object}${order.by}), '[]')`;
      const object = `(SELECT ${list} FROM ${table(field.type)} ${other}${inner.joins}${order.joins} WHERE ${conditions})`;
      return { object, joins: '', convert: each };
    }
    if (where || orderBy) throw new Inexpressible();
    const id = column(idOf(field.type));
    this.#joined.set(`${alias}.${field.name}`, other);
    return {
      object: `CASE WHEN ${other}.${id} IS NOT NULL THEN ${inner.object} END`,
      joins: ` LEFT JOIN ${table(field.type)} ${other} ON ${on}${inner.joins}`,
      convert:
        inner.convert &&
        ((row) => {
          if (row[field.name]) inner.convert!(row[field.name] as DatabaseRow);
        }),
    };
  }

  #order(model: string, alias: string, orderBy: unknown): { by: string; joins: string } {
    let joins = '';
    const terms = [orderBy ?? []].flat().flatMap((each) =>
      Object.entries(each as DatabaseRow).map(([name, value]) => {
        const field = fieldsOf(model).get(name) ?? beyond();
        if (field.kind !== 'object') return `${alias}.${column(field)} ${direction(value)}`;
        if (field.isList) throw new Inexpressible();
        const known = this.#joined.get(`${alias}.${name}`);
        const other = known ?? `t${++this.#tables}`;
        if (!known)
          joins += ` LEFT JOIN ${table(field.type)} ${other} ON ${joined(model, alias, field, other)}`;
        const [[inner, way]] = Object.entries(value as DatabaseRow) as [[string, unknown]];
        return `${other}.${column(scalarOf(field.type, inner))} ${direction(way)}`;
      }),
    );
    return { by: terms.length ? ` ORDER BY ${terms.join(', ')}` : '', joins };
  }
}

const beyond = (): never => {
  throw new Inexpressible();
};

function only(query: object, ...names: string[]): void {
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && !names.includes(name)) beyond();
}

const direction = (value: unknown) => (value === 'asc' ? 'ASC' : value === 'desc' ? 'DESC' : beyond());

function conditionsOf(model: string, alias: string, where: unknown): string[] {
  return Object.entries((where ?? {}) as DatabaseRow).map(([name, value]) => {
    const isSet = JSON.stringify(value) === '{"not":null}';
    if (value !== null && !isSet) throw new Inexpressible();
    return `${alias}.${column(scalarOf(model, name))} IS ${isSet ? 'NOT NULL' : 'NULL'}`;
  });
}

/** How rows of a relation belong to a row: by the one's key, which the other holds. */
function joined(model: string, alias: string, field: Field, other: string): string {
  const [own] = field.relationFromFields ?? [];
  if (own) return `${other}.${column(idOf(field.type))} = ${alias}.${column(scalarOf(model, own))}`;
  const back = [...fieldsOf(field.type).values()].find(
    ({ relationName, relationFromFields }) =>
      relationName === field.relationName && relationFromFields?.length,
  );
  const [theirs] = (back ?? beyond()).relationFromFields!;
  return `${other}.${column(scalarOf(field.type, theirs!))} = ${alias}.${column(idOf(model))}`;
}

function scalar(alias: string, field: Field): Part {
  const value = `${alias}.${column(field)}`;
  const convert = field.isList ? undefined : CONVERSIONS[field.type];
  if (field.type === 'Bytes' || (field.isList && CONVERSIONS[field.type])) throw new Inexpressible();
  const isExact = field.type === 'Decimal' || field.type === 'BigInt';
  return {
    object: isExact ? `${value}::text` : value,
    joins: '',
    convert: convert
      ? (row) => {
          const given = row[field.name];
          if (given !== null) row[field.name] = convert(given as never);
        }
      : null,
  };
}

const CONVERSIONS: Record<string, Convert> = {
  DateTime: (value: string) => new Date(value),
  Decimal: (value: string) => new Prisma.Decimal(value),
  BigInt: (value: string) => BigInt(value),
};

const byModel = new Map<string, Map<string, Field>>();

function fieldsOf(model: string): Map<string, Field> {
  const found = byModel.get(model) ?? new Map(models[model]!.fields.map((field) => [field.name, field]));
  byModel.set(model, found);
  return found;
}

const scalarOf = (model: string, name: string): Field => {
  const field = fieldsOf(model).get(name);
  return field && field.kind !== 'object' ? field : beyond();
};

const idOf = (model: string): Field => [...fieldsOf(model).values()].find(({ isId }) => isId) ?? beyond();

// The rule that all names in prisma/schema follow, but for one that SQL has taken.
const snake = (name: string) => name.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
const table = (model: string) => (model === 'User' ? 'app_user' : snake(model));
const column = ({ name }: Field) => `"${snake(name)}"`;
