import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseEnv } from '../../src/platform/settings/env.js';

const compose = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8');
const SECRET = /PASSWORD|PWD|KEY|SECRET|TOKEN/;

test('no password and no key is one that everybody knows', () => {
  const settings = compose.split('\n').flatMap((line) => /^ +([A-Z_]+): (.+)$/.exec(line)?.slice(1) ?? []);
  const pairs = settings.flatMap((name, i) => (i % 2 ? [] : [[name, settings[i + 1]!] as const]));
  const secrets = pairs.filter(([name]) => SECRET.test(name));
  expect(secrets.map(([name]) => name)).toEqual([
    ...['POSTGRES_PASSWORD', 'BIDWRIGHT_MASTER_KEYS', 'SQL_PASSWORD', 'POSTGRES_PWD'],
  ]);
  // Without a value, Compose refuses to start.
  for (const [name, value] of secrets) expect(value, name).toMatch(/^\$\{\w+:\?set it in \.env\}$/);
  const urls = pairs.filter(([, value]) => /:\/\/[^/]*@/.test(value));
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose fills it in.
  const own = 'bidwright:${POSTGRES_PASSWORD:?set it in .env}@postgres';
  expect(urls).toEqual([['DATABASE_URL', expect.stringContaining(own)]]);
});

test('the way to make a master key that it shows makes one', () => {
  const [, id] = /BIDWRIGHT_MASTER_KEYS=([\w-]+):\$\(openssl rand -base64 32\)/.exec(compose)!;
  const key = `${id}:${Buffer.alloc(32, 7).toString('base64')}`;
  expect(parseEnv({ BIDWRIGHT_MASTER_KEYS: key }).masterKeys).toMatchObject([{ id }]);
});

test('what it opens without TLS is open on this machine alone', () => {
  expect(compose).toMatch(/^ +ALLOW_PLAIN_HTTP: "true"$/m);
  const ports = [...compose.matchAll(/^ +- (\S+:\d+:\d+)$/gm)].map(([, port]) => port!);
  expect(ports.length).toBeGreaterThan(0);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
});
