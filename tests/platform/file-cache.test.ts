import { readdirSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FileCache } from '../../src/platform/files/file-cache.js';
import { temporaryFolder } from '../support/folder.js';

const bytes = (length: number) => new Uint8Array(length).fill(7);
const never = async (): Promise<Uint8Array> => {
  throw new Error('it is there already');
};

test('a file is made once, also by another process that shares the folder', async () => {
  using folder = temporaryFolder();
  const cache = new FileCache(join(folder.path, 'cache'), 1000);
  expect(await cache.get('a', async () => bytes(10))).toEqual(bytes(10));
  expect(Buffer.from(await cache.get('a', never))).toEqual(Buffer.from(bytes(10)));
  const other = new FileCache(join(folder.path, 'cache'), 1000);
  expect((await other.get('a', never)).length).toBe(10);
});

test('beyond the bound those go that were not used for the longest time', async () => {
  using folder = temporaryFolder();
  const cache = new FileCache(folder.path, 1200);
  await cache.get('old', async () => bytes(301));
  await cache.get('used', async () => bytes(301));
  const past = new Date(Date.now() - 60_000);
  for (const name of readdirSync(folder.path)) await utimes(join(folder.path, name), past, past);
  await cache.get('used', never);
  await cache.get('new', async () => bytes(301));
  await cache.get('newer', async () => bytes(301));
  await cache.get('used', never);
  await cache.get('newer', never);
  await expect(cache.get('old', never)).rejects.toThrow('it is there already');
});

test('what cannot be made is not kept, and what is larger than all is not either', async () => {
  using folder = temporaryFolder();
  const cache = new FileCache(folder.path, 100);
  await expect(cache.get('a', never)).rejects.toThrow();
  expect((await cache.get('a', async () => bytes(101))).length).toBe(101);
  expect(readdirSync(folder.path)).toEqual([]);
});
