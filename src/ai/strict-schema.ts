import { z } from 'zod';
import { UnsupportedSchemaError } from './errors.js';

export type JsonSchema = { [keyword: string]: unknown };

/**
 * Strict modes differ in which bounds they know (OpenAI takes `minItems`, others take none), so none is sent.
 * They are told in the description instead, and zod checks them when the reply is here.
 */
const bounds: Record<string, (bound: unknown) => string> = {
  minLength: (n) => `at least ${n} characters`,
  maxLength: (n) => `at most ${n} characters`,
  minimum: (n) => `at least ${n}`,
  maximum: (n) => `at most ${n}`,
  exclusiveMinimum: (n) => `greater than ${n}`,
  exclusiveMaximum: (n) => `less than ${n}`,
  multipleOf: (n) => `a multiple of ${n}`,
  minItems: (n) => `at least ${n} items`,
  maxItems: (n) => `at most ${n} items`,
  format: (name) => `format ${name}`,
  // A pattern that comes with a format only spells the format out.
  pattern: (source) => `matching /${source}/`,
};

const kept = new Set(['type', 'enum', 'description', 'title', '$ref']);

/** `z.int()` brings the limits of exact integers along; no reader needs to be told. */
const isNoise = (keyword: string, value: unknown, schema: JsonSchema) =>
  Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER || (keyword === 'pattern' && 'format' in schema);

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function allowsNull(schema: JsonSchema): boolean {
  if (schema.type === 'null' || (Array.isArray(schema.type) && schema.type.includes('null'))) return true;
  const branches = schema.anyOf ?? schema.oneOf;
  return Array.isArray(branches) && branches.some((branch) => isObject(branch) && allowsNull(branch));
}

function strictObject(schema: JsonSchema, path: string): JsonSchema {
  if (isObject(schema.additionalProperties) || schema.propertyNames !== undefined) {
    throw new UnsupportedSchemaError(`${path} is a record; ask for an array of { key, value } instead.`);
  }
  const properties = Object.entries(isObject(schema.properties) ? schema.properties : {});
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const strictProperties = properties.map(([name, property]) => {
    const at = `${path}.${name}`;
    if (!isObject(property)) throw new UnsupportedSchemaError(`${at} has no type.`);
    // A default is never needed (strict replies hold every property), but an absent value cannot be said.
    if (!required.has(name) && !('default' in property) && !allowsNull(property)) {
      throw new UnsupportedSchemaError(`${at} is optional; strict replies need .nullable() instead.`);
    }
    return [name, strict(property, at)];
  });
  return {
    properties: Object.fromEntries(strictProperties),
    required: properties.map(([name]) => name),
    additionalProperties: false,
  };
}

function strict(schema: JsonSchema, path: string): JsonSchema {
  const result: JsonSchema = {};
  const told: string[] = [];
  for (const [keyword, value] of Object.entries(schema)) {
    if (kept.has(keyword)) result[keyword] = value;
    else if (keyword in bounds && !isNoise(keyword, value, schema)) told.push(bounds[keyword]!(value));
  }
  if ('const' in schema) result.enum = [schema.const];
  const branches = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(branches)) result.anyOf = branches.map((branch, i) => strict(branch, `${path}|${i}`));
  if (schema.allOf !== undefined || schema.prefixItems !== undefined) {
    throw new UnsupportedSchemaError(`${path} is an intersection or a tuple; ask for an object instead.`);
  }
  if (isObject(schema.items)) result.items = strict(schema.items, `${path}[]`);
  if (schema.type === 'object') Object.assign(result, strictObject(schema, path));
  if (!['type', 'enum', 'anyOf', '$ref'].some((keyword) => keyword in result)) {
    throw new UnsupportedSchemaError(`${path} accepts anything; strict replies need a type.`);
  }
  if (told.length > 0) {
    const bound = `Must be ${told.join(', ')}.`;
    result.description = typeof result.description === 'string' ? `${result.description} ${bound}` : bound;
  }
  return result;
}

const made = new WeakMap<z.ZodType, JsonSchema>();

/**
 * The JSON schema of what a model must write for this zod schema to accept it, in the part of JSON Schema
 * that strict structured outputs share: every property required, no other property, `anyOf` for unions,
 * no bounds. See https://platform.openai.com/docs/guides/structured-outputs#supported-schemas.
 *
 * @param name 1–64 letters, digits, `_` or `-`
 * @throws UnsupportedSchemaError for another name, and for optional properties, records, tuples, intersections, `any` and roots
 *   that are not objects, with the path at fault
 */
export function strictJsonSchema(schema: z.ZodType, name: string): JsonSchema {
  if (!/^[\w-]{1,64}$/.test(name)) throw new UnsupportedSchemaError(`"${name}" is not a schema name.`);
  const known = made.get(schema);
  if (known !== undefined) return known;
  const { $defs, ...root }: JsonSchema = z.toJSONSchema(schema, { io: 'input' });
  if (root.type !== 'object') throw new UnsupportedSchemaError('$ must be an object, not a list or union.');
  const result = strict(root, '$');
  if (isObject($defs)) {
    const definitions = Object.entries($defs).map(([name, def]) => [name, strict(def as JsonSchema, name)]);
    result.$defs = Object.fromEntries(definitions);
  }
  made.set(schema, result);
  return result;
}
