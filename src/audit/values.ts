import type { Prisma } from '../../generated/client/client.js';
import { sha256 } from '../platform/secrets/hash.js';

/** Values of a thing before or after a change, by the names of its fields. */
export type AuditValues = Record<string, unknown>;

/** Characters of a text that is kept whole. */
export const LONGEST_VALUE = 10_000;
const KEPT_OF_LONG = 2_000;
const MOST_ITEMS = 200;

/**
 * The values as they are recorded: dates as text, and of what is very long the beginning, its length and its SHA-256, by
 * which it can be told whether it is a text that somebody has.
 */
export const bounded = (values: object): Prisma.InputJsonObject =>
  boundedValue(JSON.parse(textOf(values))) as Prisma.InputJsonObject;

/** Large whole numbers as text, which JSON has no other way for. */
const textOf = (value: unknown) =>
  JSON.stringify(value, (_name, inner) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? 'null';

function boundedValue(value: unknown): unknown {
  if (typeof value === 'string') return value.length > LONGEST_VALUE ? shortened(value) : value;
  if (Array.isArray(value)) {
    const text = JSON.stringify(value);
    if (value.length > MOST_ITEMS || text.length > LONGEST_VALUE)
      return { items: value.length, ...shortened(text) };
    return value.map(boundedValue);
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, boundedValue(inner)]));
}

const shortened = (text: string) => ({
  start: text.slice(0, KEPT_OF_LONG),
  characters: text.length,
  sha256: sha256(text),
});

/** Of a thing before and after, the fields that differ. */
export function changesOf<T extends object>(
  before: T,
  after: Partial<T>,
): { before: AuditValues; after: AuditValues } {
  const names = (Object.keys(after) as (keyof T & string)[]).filter(
    (name) => after[name] !== undefined && textOf(before[name]) !== textOf(after[name]),
  );
  const pick = (of: Partial<T>) => Object.fromEntries(names.map((name) => [name, of[name] ?? null]));
  return { before: pick(before), after: pick(after) };
}
