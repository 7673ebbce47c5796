import { builder } from '../builder.js';

/** A text that is stored in lower case as a name of GraphQL: `rfp_response` is RFP_RESPONSE, `list-item` LIST_ITEM. */
export const enumName = (value: string): string => value.replace(/\W/g, '_').toUpperCase();

/**
 * An enum of texts that are stored as they are, beside fields that show them as strings.
 * @param values each with what it means
 */
export const enumOf = <const Value extends string>(
  name: string,
  description: string,
  values: Record<Value, string>,
) =>
  builder.enumType(name, {
    description,
    values: Object.fromEntries(
      Object.entries<string>(values).map(([value, meaning]) => [
        enumName(value),
        { value, description: meaning },
      ]),
    ) as Record<string, { value: Value; description: string }>,
  });
