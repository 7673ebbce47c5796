import { GraphQLError, NoSchemaIntrospectionCustomRule } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Refuses to describe the schema, and takes out of errors what would describe it a name at a time. */
export const hiddenSchema: Plugin = {
  onValidate: ({ addValidationRule }) => {
    addValidationRule(NoSchemaIntrospectionCustomRule);
    return ({ valid, result, setResult }) => {
      if (!valid) setResult((result as GraphQLError[]).map(withoutSuggestions));
    };
  },
};

const SUGGESTION = /,? ?Did you mean .+\?$/s;

/** The error without the names that graphql takes for what was meant. */
export function withoutSuggestions(error: GraphQLError): GraphQLError {
  if (!SUGGESTION.test(error.message)) return error;
  const { nodes, source, positions, path, extensions } = error;
  return new GraphQLError(error.message.replace(SUGGESTION, ''), {
    nodes,
    source,
    positions,
    path,
    extensions,
  });
}
