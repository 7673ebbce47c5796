import { expect, test } from 'vitest';
import { parseEnv } from '../../src/platform/env.js';
import { createLog } from '../../src/platform/log.js';
import { newMasterKey } from '../../src/platform/master-key.js';
import { startService } from '../../src/service.js';
import { account, askAs, mutate, signInAs } from '../identity/support/accounts.js';
import { testSettings } from '../support/service.js';

interface Line {
  msg: string;
  code: string;
  reason: string;
  address: string;
  via: string | null;
  requestId: string;
  operation?: string;
  organizationId?: string;
}

test('what is refused to somebody is in the log, with where it came from and nothing secret', async () => {
  await using settings = await testSettings({ BIDWRIGHT_MASTER_KEYS: newMasterKey() });
  const lines: string[] = [];
  const log = createLog('info', false, { write: (line) => void lines.push(line) });
  const service = await startService(parseEnv(settings.env), log, 'api');
  const url = service.url!;
  try {
    const ada = await account(url, 'ada@example.com');
    const scopes = ['workflows.view'];
    const { key } = await mutate(url, ada.token, 'createApiKey', { name: 'CI', scopes }, 'key');
    lines.length = 0;

    await signInAs(url, 'nobody@example.com', 'a wrong password');
    await askAs(url, 'no-such-token', 'query Mine { workflows { edges { cursor } } }');
    await askAs(url, key, 'query Tags { knowledgeTags { tag } }');
    await mutate(url, key, 'revokeApiKey', { id: 'x' });
    await fetch(`${url}/upload/rfp`, { method: 'POST', headers: { authorization: `Bearer ${key}` } });
    await fetch(`${url}/download/WF-RFP-NONE`);

    const noted = lines.map((line) => JSON.parse(line) as Line).filter((it) => it.msg.includes('refused'));
    expect(noted.map(({ code }) => code)).toEqual([
      ...['unauthenticated', 'unauthenticated'],
      ...['forbidden', 'forbidden', 'forbidden', 'unauthenticated'],
    ]);
    for (const { address, requestId, reason } of noted) {
      expect(address).toBe('127.0.0.1');
      expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
      expect(reason).not.toBe('');
    }
    expect(noted[2]).toMatchObject({ operation: 'Tags', organizationId: expect.any(String) });
    for (const secret of ['a wrong password', 'no-such-token', key, ada.token])
      expect(lines.join('')).not.toContain(secret);
  } finally {
    await service.stop();
  }
});
