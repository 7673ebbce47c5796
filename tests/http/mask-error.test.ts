import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import type { App } from '../../src/app-types.js';
import { maskError } from '../../src/http/graphql/mask-error.js';
import { createLog } from '../../src/platform/observability/log.js';
import { parseEnv } from '../../src/platform/settings/env.js';

test('of a fault clients get an id and nothing else; the log has the whole under it', () => {
  const lines: string[] = [];
  const log = createLog('info', false, { write: (line) => void lines.push(line) });
  const mask = maskError({ env: parseEnv({}), log } as App);
  const fault = new Error('relation "app_user" does not exist at /app/dist/src/identity/sign-in.js:17');
  for (const thrown of [fault, new GraphQLError(fault.message, { originalError: fault }), fault.message]) {
    const { message, extensions } = mask(thrown) as GraphQLError;
    expect(Object.keys(extensions).sort()).toEqual(['code', 'errorId']);
    expect(extensions.code).toBe('INTERNAL');
    expect(message).toBe(
      `Something went wrong in the service. The operator finds it in the log under ${extensions.errorId}.`,
    );
    expect(lines.at(-1)).toContain(extensions.errorId);
    expect(lines.at(-1)).toContain('app_user');
  }
});
