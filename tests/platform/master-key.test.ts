import fs from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  masterKeysInFile,
  masterKeysOf,
  newMasterKey,
  parseMasterKeys,
} from '../../src/platform/secrets/master-key.js';
import { EnvError, parseEnv } from '../../src/platform/settings/env.js';
import { temporaryFolder } from '../support/folder.js';

const bytes = (ring: { key: { export(): Buffer } }[]) =>
  ring.map(({ key }) => key.export().toString('base64'));

describe('master keys in the environment', () => {
  test('are a ring in the order given', () => {
    const keys = [newMasterKey(), newMasterKey()];
    const { masterKeys } = parseEnv({ BIDWRIGHT_MASTER_KEYS: keys.join(', ') });
    expect(masterKeys!.map(({ id, key }) => `${id}:${key.export().toString('base64')}`)).toEqual(keys);
  });

  test('show nothing of themselves when the settings are logged', () => {
    const key = newMasterKey();
    const env = parseEnv({ BIDWRIGHT_MASTER_KEYS: key });
    for (const text of [JSON.stringify(env), inspect(env, { depth: 9, showHidden: true })])
      expect(text).not.toContain(key.split(':')[1]);
  });

  test.each([
    ['no-id-at-all-but-secret', 'key 1 of 1 must be id:base64'],
    ['a:c2VjcmV0LXRvby1zaG9ydA==', 'key 1 of 1 ("a") must be 32 bytes in base64'],
    [`${newMasterKey()},b b:x`, 'key 2 of 2 must be id:base64'],
    [`a:${'A'.repeat(43)}=,a:${'B'.repeat(42)}A=`, 'names the key "a" twice'],
    [' , ', 'holds no key'],
  ])('"%s" is refused with a reason that does not quote it', (value, reason) => {
    const problems = (() => {
      try {
        parseEnv({ BIDWRIGHT_MASTER_KEYS: value });
      } catch (error) {
        if (error instanceof EnvError) return error.problems;
      }
      return [];
    })();
    expect(problems).toEqual([expect.stringContaining(`BIDWRIGHT_MASTER_KEYS: ${reason}`)]);
    expect(problems[0]).not.toMatch(/secret|c2Vjc|AAAA/);
  });
});

describe('the key file', () => {
  test('is made once, for its owner alone, and is the same for everybody', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'deep', 'master.key');
    const rings = await Promise.all(
      Array.from({ length: 8 }, () => masterKeysInFile(file, { create: true })),
    );
    expect(new Set(rings.flatMap(bytes)).size).toBe(1);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(join(folder.path, 'deep'))).toEqual(['master.key']);
  });

  test('is not made by a process that shares its database', async () => {
    using folder = temporaryFolder();
    expect(await masterKeysOf({ masterKeys: null, dataDir: folder.path })).toEqual([]);
    expect(fs.readdirSync(folder.path)).toEqual([]);
  });

  test('is not looked at where the environment has keys', async () => {
    using folder = temporaryFolder();
    const masterKeys = parseMasterKeys(newMasterKey());
    expect(await masterKeysOf({ masterKeys, dataDir: folder.path }, { create: true })).toBe(masterKeys);
    expect(fs.readdirSync(folder.path)).toEqual([]);
  });

  test('is refused where others can read it', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'master.key');
    await masterKeysInFile(file, { create: true });
    fs.chmodSync(file, 0o640);
    await expect(masterKeysInFile(file, { create: true })).rejects.toThrow(
      /can be read by other users .*mode 0640.*chmod 600/,
    );
  });

  test('may hold several keys, one a line', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'master.key');
    fs.writeFileSync(file, `${newMasterKey()}\n${newMasterKey()}\n`, { mode: 0o600 });
    expect(await masterKeysInFile(file, { create: false })).toHaveLength(2);
  });

  test('that is damaged is named, not quoted and not overwritten', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'master.key');
    fs.writeFileSync(file, 'k-1:half-a-secret', { mode: 0o600 });
    const error = await masterKeysInFile(file, { create: true }).catch((thrown: Error) => thrown);
    expect(String(error)).toContain(`${file} is damaged`);
    expect(String(error)).not.toContain('half-a-secret');
    expect(fs.readFileSync(file, 'utf8')).toBe('k-1:half-a-secret');
  });
});
