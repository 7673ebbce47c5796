import { chmod, mkdir, readdir, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { makeDataDirPrivate } from '../../src/platform/files/private-files.js';
import { createFolderStorage } from '../../src/platform/files/storage.js';
import { temporaryFolder } from '../support/folder.js';

const filesIn = async (path: string) =>
  (await readdir(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

describe('the folder storage', () => {
  test('gives back what was written, with its size and hash', async () => {
    using dir = temporaryFolder();
    const storage = createFolderStorage(dir.path);
    const written = await storage.write(
      'org/a',
      Readable.from([Buffer.from('hello '), Buffer.from('world')]),
    );
    expect(written).toEqual({
      sizeBytes: 11,
      sha256: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
    });
    expect(await text(storage.read('org/a'))).toBe('hello world');
    expect(await storage.exists('org/a')).toBe(true);
    await storage.remove('org/a');
    expect(await storage.exists('org/a')).toBe(false);
    await storage.remove('org/a');
  });

  test('keeps files for the user of the service alone, also those of before', async () => {
    using dir = temporaryFolder();
    const data = join(dir.path, 'data');
    await createFolderStorage(join(data, 'files')).write('org/files/a', Readable.from([Buffer.from('new')]));
    await mkdir(join(data, 'files', 'old', 'files'), { recursive: true });
    await writeFile(join(data, 'files', 'old', 'files', 'b'), 'old');
    await writeFile(join(data, 'temporal.db-wal'), '');
    await symlink('/etc/hostname', join(data, 'files', 'old', 'link'));
    for (const path of ['files', 'files/old', 'files/old/files']) await chmod(join(data, path), 0o755);
    const outside = (await stat('/etc/hostname')).mode;
    await makeDataDirPrivate(data, { lends: false });
    const modes = await Promise.all(
      ['', ...(await readdir(data, { recursive: true })).sort()]
        .filter((path) => !path.endsWith('link'))
        .map(async (path) => `${path} ${((await stat(join(data, path))).mode & 0o777).toString(8)}`),
    );
    expect(modes).toEqual([
      ...[' 700', 'files 700', 'files/old 700', 'files/old/files 700', 'files/old/files/b 600'],
      ...['files/org 700', 'files/org/files 700', 'files/org/files/a 600', 'temporal.db-wal 600'],
    ]);
    expect((await stat('/etc/hostname')).mode).toBe(outside);
  });

  test('leaves a folder open that has other things in it than ours', async () => {
    using dir = temporaryFolder();
    await writeFile(join(dir.path, 'page.html'), '');
    await makeDataDirPrivate(dir.path, { lends: false });
    expect((await stat(dir.path)).mode & 0o777).toBe(0o755);
  });

  test('stops reading past the limit and leaves nothing behind', async () => {
    using dir = temporaryFolder();
    let read = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          read += 1000;
          yield Buffer.alloc(1000);
        }
      })(),
    );
    await expect(createFolderStorage(dir.path).write('org/b', endless, 10_000)).rejects.toMatchObject({
      kind: 'file-too-large',
    });
    expect(read).toBeLessThan(1_000_000);
    expect(await filesIn(dir.path)).toEqual([]);
  });

  test('leaves nothing behind where the source breaks', async () => {
    using dir = temporaryFolder();
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('half');
        throw new Error('cut off');
      })(),
    );
    await expect(createFolderStorage(dir.path).write('org/c', broken)).rejects.toThrow('cut off');
    expect(await filesIn(dir.path)).toEqual([]);
  });

  test('refuses keys that lead out of the folder', async () => {
    using dir = temporaryFolder();
    const storage = createFolderStorage(dir.path);
    for (const key of ['../x', 'a/../../x', '/etc/passwd', '.'])
      expect(() => storage.pathOf(key), key).toThrow('leaves the folder');
  });

  test('is well where files can be written', async () => {
    using dir = temporaryFolder();
    await createFolderStorage(join(dir.path, 'new')).ping();
    expect(await filesIn(dir.path)).toEqual([]);
  });

  test('takes away what a killed process left beside a file, and nothing younger or elsewhere', async () => {
    using dir = temporaryFolder();
    const storage = createFolderStorage(dir.path);
    const keys = ['org/outputs/1/used', 'org/outputs/1/left', 'org/outputs/1/young', 'org/outputs/2/other'];
    for (const key of keys) await storage.write(key, Buffer.from(key));
    const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
    for (const key of keys.filter((it) => !it.endsWith('young')))
      await utimes(storage.pathOf(key), longAgo, longAgo);
    expect(await storage.removeBeside('org/outputs/1/used')).toBe(1);
    expect((await filesIn(dir.path)).sort()).toEqual(['other', 'used', 'young']);
  });
});
