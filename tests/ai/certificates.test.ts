import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { certificateAuthority } from '../support/certificates.js';
import { aiFor, failureOf, question } from './ask.js';

test('a provider whose certificate nobody vouches for is told nothing', async () => {
  const heard: string[] = [];
  const server = createServer(certificateAuthority().issue(), (request, response) => {
    heard.push(request.url!);
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const ai = aiFor({ url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/v1` });
  try {
    const { kind, message } = await failureOf(ai.complete(question));
    expect([kind, message]).toEqual([
      'unavailable',
      expect.stringMatching(/UNABLE_TO_VERIFY_LEAF_SIGNATURE/),
    ]);
    expect(heard).toEqual([]);
  } finally {
    server.close();
  }
});
