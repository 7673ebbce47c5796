import type PrismaTypes from '../../generated/pothos-types.js';
import type { builder } from '../builder.js';
import type { Context } from '../context.js';

export type Types = typeof builder.$inferSchemaTypes;
/** A table of the database, by the name of its model. */
export type Model = keyof PrismaTypes;

/** What the kit asks of a table, whichever it is. */
interface Table {
  findMany(args: object): PromiseLike<object[]>;
  findFirst(args: object): PromiseLike<object | null>;
  findUnique(args: object): PromiseLike<object | null>;
  count(args: { where: object }): PromiseLike<number>;
}

export const tableOf = ({ app }: Context, model: Model): Table =>
  app.db[(model[0]!.toLowerCase() + model.slice(1)) as 'user'] as unknown as Table;
