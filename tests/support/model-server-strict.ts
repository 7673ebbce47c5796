type Schema = { [keyword: string]: unknown };

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const known = new Set([
  ...['type', 'enum', 'const', 'anyOf', 'description', 'title', '$ref', '$defs'],
  ...['properties', 'required', 'additionalProperties', 'items'],
]);

function* problemsAt(schema: unknown, path: string): Generator<string> {
  if (!isObject(schema)) return yield `${path}: not a schema`;
  for (const keyword of Object.keys(schema))
    if (!known.has(keyword)) yield `${path}: '${keyword}' is not permitted`;
  if (!['type', 'enum', 'const', 'anyOf', '$ref'].some((keyword) => keyword in schema))
    yield `${path}: no type`;
  if (schema.type === 'object') {
    const properties = isObject(schema.properties) ? schema.properties : {};
    const required = Array.isArray(schema.required) ? schema.required : [];
    if (schema.additionalProperties !== false) yield `${path}: 'additionalProperties' must be false`;
    for (const [name, property] of Object.entries(properties)) {
      if (!required.includes(name)) yield `${path}: 'required' lacks '${name}'`;
      yield* problemsAt(property, `${path}.${name}`);
    }
  }
  if (schema.type === 'array') yield* problemsAt(schema.items, `${path}[]`);
  for (const branch of Array.isArray(schema.anyOf) ? schema.anyOf : []) yield* problemsAt(branch, `${path}|`);
  for (const [name, def] of Object.entries(isObject(schema.$defs) ? schema.$defs : {})) {
    yield* problemsAt(def, name);
  }
}

/**
 * What strict structured outputs would refuse in this schema, first the gravest. Stricter than OpenAI, which
 * takes a few bounds that other providers do not.
 * See https://platform.openai.com/docs/guides/structured-outputs#supported-schemas.
 */
export function strictProblems(schema: unknown): string[] {
  const root = isObject(schema) && schema.type === 'object' ? [] : ['$: the root must be an object'];
  return [...root, ...problemsAt(schema, '$')];
}

/** The least value that satisfies a strict schema: empty lists, zeroes, nulls, the first of each enum. */
export function leastValue(schema: unknown, root: unknown = schema): unknown {
  if (!isObject(schema)) return null;
  if (typeof schema.$ref === 'string') {
    const [, name] = /^#\/\$defs\/(.+)$/.exec(schema.$ref) ?? [];
    const defs = isObject(root) && isObject(root.$defs) ? root.$defs : {};
    return name === undefined ? leastValue(root, root) : leastValue(defs[name], root);
  }
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if ('const' in schema) return schema.const;
  const types = [schema.type].flat();
  const branches = Array.isArray(schema.anyOf) ? schema.anyOf : [];
  if (types.includes('null') || branches.some((branch) => isObject(branch) && branch.type === 'null'))
    return null;
  if (branches.length > 0) return leastValue(branches[0], root);
  if (types.includes('object') && isObject(schema.properties)) {
    const entries = Object.entries(schema.properties);
    return Object.fromEntries(entries.map(([name, property]) => [name, leastValue(property, root)]));
  }
  if (types.includes('array')) return [];
  if (types.includes('boolean')) return false;
  return types.includes('string') ? '' : 0;
}
