import { randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clamdScanner, scannerAddressOf } from '../../src/platform/files/virus-scan.js';
import { createLog } from '../../src/platform/observability/log.js';
import { type Clamd, clamd } from '../support/clamd.js';
import { EICAR } from '../support/eicar.js';
import { temporaryFolder } from '../support/folder.js';
import { textRfp, uploadRfp } from '../support/rfp.js';
import { type TestService, testService } from '../support/service.js';

const infected = { name: 'rfp.txt', content: Buffer.from(`1. Describe your backups.\n${EICAR}\n`) };
const clean = textRfp(['Describe your backups.']);

const ADD = `mutation ($file: File!) { uploadKnowledge(input: { file: $file }) { item { id } errors { code message } } }`;

/** What each way of uploading says. */
async function sendEverywhere(service: TestService, { name, content }: typeof clean) {
  const routes = ['/upload/rfp', '/upload/knowledge'].map(async (path) => {
    const form = new FormData();
    form.set('clientName', 'Northwind');
    form.set('file', new Blob([content]), name);
    const response = await fetch(`${service.url}${path}`, { method: 'POST', body: form });
    return ((await response.json()) as { errors: { code: string; message: string }[] }).errors;
  });
  const { errors } = await uploadRfp(service, { name, content });
  const knowledge = (await service.upload(ADD, { name, content }, {})).uploadKnowledge;
  return [errors, knowledge.errors, ...(await Promise.all(routes))];
}

async function storedFiles(service: TestService): Promise<string[]> {
  const folder = join(service.env.BIDWRIGHT_DATA_DIR!, 'files');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

test('a file in which the scanner finds something is refused by every way in, and leaves nothing behind', async () => {
  await using scanner = await clamd();
  await using service = await testService({ VIRUS_SCANNER: scanner.address });
  for (const errors of await sendEverywhere(service, infected))
    expect(errors).toEqual([
      expect.objectContaining({
        code: 'INFECTED_FILE',
        message: expect.stringContaining('Eicar-Test-Signature'),
      }),
    ]);
  expect(scanner.scanned).toEqual(Array(4).fill(infected.content));
  expect(await storedFiles(service)).toEqual([]);
  const { workflows } = await service.run('{ workflows { edges { node { id } } } }');
  expect(workflows.edges).toEqual([]);

  // Whatever its size, the scanner gets all of it.
  const large = { name: 'large.txt', content: Buffer.from(randomBytes(3_000_000).toString('hex')) };
  await uploadRfp(service, large);
  expect(scanner.scanned.at(-1)!.equals(large.content)).toBe(true);
});

test('without a verdict no file is taken; with the scanner back, the same file is', async () => {
  using folder = temporaryFolder();
  await using scanner = await clamd(join(folder.path, 'clamd.ctl'));
  await using service = await testService({ VIRUS_SCANNER: scanner.address });
  const faults: Clamd['mood'][] = ['refuses large streams', 'hangs up'];
  for (const mood of faults) {
    scanner.mood = mood;
    for (const errors of await sendEverywhere(service, { ...clean, content: Buffer.alloc(200_000, 'text ') }))
      expect([mood, errors[0]?.code]).toEqual([mood, 'UNAVAILABLE']);
  }
  expect(await storedFiles(service)).toEqual([]);
  scanner.mood = 'well';
  const { workflow, errors } = await uploadRfp(service, clean);
  expect(errors).toEqual([]);
  expect(workflow.workflowId).toMatch(/^WF-RFP-/);
});

test('a scanner that says nothing is given up', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'file');
  await writeFile(file, clean.content);
  await using silent = await clamd();
  silent.mood = 'silent';
  const scanner = clamdScanner(scannerAddressOf(silent.address)!, createLog('silent', false), 100);
  await expect(scanner.scan(file)).rejects.toMatchObject({ kind: 'unavailable' });
});

test.each([
  ['tcp://127.0.0.1:3310', { host: '127.0.0.1', port: 3310 }],
  ['tcp://scanner', { host: 'scanner', port: 3310 }],
  ['tcp://[::1]:99', { host: '::1', port: 99 }],
  ['unix:///run/clamav/clamd.ctl', { path: '/run/clamav/clamd.ctl' }],
  ['http://127.0.0.1:3310', null],
  ['unix://run/clamd.ctl', null],
  ['/run/clamav/clamd.ctl', null],
])('the setting %s names %j', (text, address) => {
  expect(scannerAddressOf(text)).toEqual(address);
});
