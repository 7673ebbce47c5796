import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf } from '../../schema/errors.js';
import type { DomainErrorKind } from '../../src/platform/errors.js';
import { textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { type TestService, testService } from '../support/service.js';
import { hostileFiles } from './files/index.js';
import { routes } from './support/requests.js';
import { expectNothingLeft } from './support/residue.js';

let service: TestService;
beforeAll(async () => {
  service = await testService();
});
afterAll(() => service[Symbol.asyncDispose]());

const refused = hostileFiles.flatMap(({ overHttp, expected, says, asRfp, ...file }) => {
  if (!overHttp || (!asRfp && expected.startsWith('reads as '))) return [];
  return [{ ...file, ...(asRfp ?? { kind: expected as DomainErrorKind, says }) }];
});

describe('a hostile file is refused with its reason and leaves nothing behind', () => {
  test.each(refused)('$name', async ({ content, filename, kind, says }) => {
    const code = codeOf(kind);
    for (const [route, upload] of Object.entries(routes)) {
      const { workflowId, errors } = await upload(service.url, { content: content(), filename });
      // GraphQL refuses a body that cannot fit before it looks at the file; its errors are then top-level ones.
      expect([route, workflowId, errors[0]?.code]).toEqual([route, null, code]);
      expect(errors[0]?.message).toMatch(says ?? /^.{30,}$/);
      await expectNothingLeft(service);
    }
  });

  test('and the service answers the next one, with bounded memory', async () => {
    const { workflow } = await uploadRfp(service, textRfp(['How do you encrypt data at rest?']));
    await untilReady(service, workflow.workflowId);
    expect((await fetch(`${service.url}/ready`)).status).toBe(200);
    expect(process.memoryUsage().rss).toBeLessThan(1500 * 1024 * 1024);
  });
});
