import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { TestService } from '../../support/service.js';

/** What lies in the storage folder of a service, half-written files too. */
export async function storedFiles(service: TestService): Promise<string[]> {
  const folder = join(service.env.BIDWRIGHT_DATA_DIR!, 'files');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** Readers of documents that this process started and that still run; none where there is no /proc. */
export async function readers(): Promise<string[]> {
  const names = await readdir('/proc').catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name))
      .map(async (pid) => {
        const [status, command] = await Promise.all(
          ['status', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
        );
        const mine = new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(status!);
        return mine && command!.includes('extract-child') ? [pid] : [];
      }),
  );
  return found.flat();
}

const COUNT = '{ workflows { edges { node { workflowId } } } }';

export const workflowsOf = async (service: TestService): Promise<string[]> =>
  (await service.run(COUNT)).workflows.edges.map(
    ({ node }: { node: { workflowId: string } }) => node.workflowId,
  );

/** Nothing stays of what was refused, and the service still answers. */
export async function expectNothingLeft(service: TestService): Promise<void> {
  expect(await workflowsOf(service)).toEqual([]);
  await expect.poll(() => storedFiles(service)).toEqual([]);
  await expect.poll(readers).toEqual([]);
  expect((await fetch(`${service.url}/health`)).status).toBe(200);
}
