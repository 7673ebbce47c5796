import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { graphqlErrorOf } from '../../../schema/errors.js';
import type { App } from '../../app-types.js';
import { MAX_FILE_BYTES } from '../../formats/index.js';
import { DATABASE_AWAY, isOutage } from '../../platform/database/outage.js';
import { isUnstorable, UNSTORABLE } from '../../platform/database/unstorable.js';
import { DomainError } from '../../platform/errors.js';
import { tooLarge } from '../../platform/files/storage.js';
import { noteRefusal } from '../../platform/observability/refusals.js';
import { withoutSuggestions } from './operations/hidden-schema.js';

// What the server says of a body past its limit, by itself or inside its complaint about the multipart form.
const BODY_TOO_LARGE = /Request body too large/;

// A variable that is refused is quoted whole, and logs of clients keep what they are answered.
const KEY_INSIDE = /^Variable ".+got invalid value .*apiKey/s;

/**
 * What clients see of an error: domain errors by their code, GraphQL errors as they are, and of everything
 * else only an id under which the log has the whole.
 */
export const maskError =
  (app: App) =>
  (given: unknown): Error => {
    const isHidden = !app.env.exposure.introspection && given instanceof GraphQLError;
    const error = isHidden ? withoutSuggestions(given) : given;
    const original = given instanceof GraphQLError ? given.originalError : given;
    if (original instanceof DomainError) {
      noteRefusal(app.log, original);
      const { message, extensions } = graphqlErrorOf(original);
      return located(error, message, extensions);
    }
    if (error instanceof GraphQLError && BODY_TOO_LARGE.test(error.message))
      return located(error, tooLarge(MAX_FILE_BYTES).message, {
        code: 'FILE_TOO_LARGE',
        http: { status: 413 },
      });
    if (error instanceof GraphQLError && original instanceof GraphQLError && KEY_INSIDE.test(error.message))
      return located(error, withoutValue(error.message, original.message), { code: 'BAD_USER_INPUT' });
    if (error instanceof GraphQLError && (!original || original instanceof GraphQLError))
      return error.extensions.code
        ? error
        : located(error, error.message, { ...error.extensions, code: 'BAD_USER_INPUT' });

    if (isUnstorable(original)) return located(error, UNSTORABLE, { code: 'BAD_USER_INPUT' });
    if (isOutage(original)) {
      app.log.warn({ error: String(original) }, 'a request came while the database was away');
      return located(error, DATABASE_AWAY, { code: 'UNAVAILABLE' });
    }
    const errorId = randomUUID();
    app.log.error({ errorId, err: original ?? error }, 'a request failed');
    const message = `Something went wrong in the service. The operator finds it in the log under ${errorId}.`;
    return located(error, message, { code: 'INTERNAL', errorId });
  };

/** What is wrong with a variable and where, without the value itself, which is quoted in between. */
function withoutValue(message: string, reason: string): string {
  const [, name = ''] = /^Variable "(\$\w+)"/.exec(message) ?? [];
  const [, place] = / at "([^"]+)"$/.exec(message.slice(0, -`; ${reason}`.length)) ?? [];
  return `Variable "${name}" got an invalid value${place ? ` at "${place}"` : ''}; ${reason}`;
}

function located(error: unknown, message: string, extensions: Record<string, unknown>): GraphQLError {
  const { nodes, source, positions, path } =
    error instanceof GraphQLError ? error : ({} as Partial<GraphQLError>);
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}
