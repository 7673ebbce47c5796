import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createFolderStorage } from '../../src/platform/files/storage.js';
import { temporaryFolder } from '../support/folder.js';
import { untilReady } from '../support/rfp.js';
import { testService } from '../support/service.js';
import { MB, QUESTION, repeated, utf8 } from './files/hostile-file.js';
import { routes } from './support/requests.js';
import { expectNothingLeft } from './support/residue.js';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

/** A disk of a few megabytes in memory; null where this user may not mount one. */
function smallDisk(name: string, options: string): (Disposable & { path: string }) | null {
  const path = join(folder.path, name);
  mkdirSync(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    return null;
  }
  return {
    path,
    [Symbol.dispose]() {
      execFileSync('umount', ['--lazy', path]);
    },
  };
}

const FULL = {
  code: 'UNAVAILABLE',
  message: 'The disk of the service is full. Ask the operator to free space, then try again.',
};

describe('on a full disk', () => {
  test('an upload is refused, says so, leaves nothing behind, and a smaller one goes through', async ({
    skip,
  }) => {
    using disk = smallDisk('service', 'size=2m');
    if (!disk) return skip('mounting a small disk takes root');
    await using service = await testService({ BIDWRIGHT_DATA_DIR: disk.path });
    const large = () => repeated(utf8(`${QUESTION}\n`), 4 * MB);
    for (const upload of Object.values(routes)) {
      const { workflowId, errors } = await upload(service.url, { content: large(), filename: 'rfp.txt' });
      expect([workflowId, errors]).toEqual([null, [expect.objectContaining(FULL)]]);
      await expectNothingLeft({ ...service, env: { ...service.env, BIDWRIGHT_DATA_DIR: disk.path } });
    }
    const ready = await fetch(`${service.url}/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain('disk');

    const small = await routes.GraphQL(service.url, { content: utf8(`1. ${QUESTION}`), filename: 'rfp.txt' });
    await untilReady(service, small.workflowId!);
  });

  test('without room for another file the storage says the same', async ({ skip }) => {
    using disk = smallDisk('inodes', 'size=2m,nr_inodes=3');
    if (!disk) return skip('mounting a small disk takes root');
    const storage = createFolderStorage(disk.path);
    await storage.write('organization/first', Buffer.from('x'));
    await expect(storage.write('organization/second', Buffer.from('x'))).rejects.toMatchObject({
      kind: 'unavailable',
      message: FULL.message,
    });
  });
});
