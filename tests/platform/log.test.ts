import { expect, test } from 'vitest';
import { createLog } from '../../src/platform/observability/log.js';
import { SECRET_NAMES, withoutSecrets } from '../../src/platform/secrets/redact.js';

const JWT = `eyJ${'hbGciOiJIUzI1NiJ9'}.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl`;
const SECRETS = [
  `sk-${'proj-abcdefghijklmnop1234'}`,
  `ghp_${'a'.repeat(36)}`,
  `AKIA${'ABCDEFGHIJKLMNOP'}`,
  `AIza${'b'.repeat(35)}`,
  `xoxb-${'1234567890-abcdef'}`,
  JWT,
];

function lines(write: (log: ReturnType<typeof createLog>) => void): string {
  const written: string[] = [];
  write(createLog('trace', false, { write: (line) => void written.push(line) }));
  expect(written.length).toBeGreaterThan(0);
  for (const line of written) expect(() => JSON.parse(line)).not.toThrow();
  return written.join('');
}

test.each(SECRET_NAMES)('a value named %s is not logged, however deep', (name) => {
  const text = lines((log) => {
    log.info({ [name]: 'hush-1' });
    log.info({ req: { [name]: 'hush-2' } });
    log.info({ req: { headers: { [name]: 'hush-3' } } });
    log.info({ a: { b: { c: { [name]: 'hush-4' } } } });
  });
  expect(text).not.toContain('hush');
  expect(text).toContain('[redacted]');
});

test.each(SECRETS)('what looks like %s is not logged, wherever it stands', (secret) => {
  const text = lines((log) => {
    log.info(`message ${secret}`);
    log.error({ err: new Error(`refused ${secret}`, { cause: new Error(secret) }) }, 'failed');
    log.warn({ list: [{ deep: { text: `"${secret}"` } }] });
    log.warn({ authorization: `Bearer ${secret}` });
  });
  expect(text).not.toContain(secret);
});

test('passwords in addresses, credentials and links are not logged; the rest of them is', () => {
  const text = lines((log) => {
    log.info('postgresql://bidwright:hush@db.example.com:5432/bidwright');
    log.info({ url: 'https://a.example/login?next=%2F&token=hush&x=1' });
    log.info('Authorization: Basic aHVzaDpodXNo');
    log.info('-----BEGIN RSA PRIVATE KEY-----\nhush\n-----END RSA PRIVATE KEY-----');
  });
  expect(text).not.toMatch(/hush|aHVzaDpodXNo/);
  expect(text).toContain('postgresql://bidwright:[redacted]@db.example.com:5432/bidwright');
  expect(text).toContain('token=[redacted]&x=1');
});

test('what is no secret stays as it is', () => {
  for (const harmless of [
    'WF-RFP-20261120145900-7F3K',
    'http://127.0.0.1:4000/graphql?query=x',
    'a request failed at 12:30:00 by sk-1',
    '{"workflowId":"x","keys":2,"user":"a@b.example"}',
  ])
    expect(withoutSecrets(harmless)).toBe(harmless);
});
