import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestService, testService } from '../support/service.js';

let service: TestService;
beforeAll(async () => {
  service = await testService({}, 'api');
});
afterAll(() => service[Symbol.asyncDispose]());

describe('the audits of the GraphQL over HTTP specification', () => {
  test.each(
    serverAudits({ url: () => `${service.url}/graphql` }).map(({ id, name, fn }) => ({ id, name, fn })),
  )('$id $name', async ({ fn }) => {
    const result = await fn();
    expect(result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`).toBe('ok');
  });
});
