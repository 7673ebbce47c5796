import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, type ExpectStatic, test } from 'vitest';
import { DocumentSandbox } from '../../src/formats/index.js';
import { temporaryFolder } from '../support/folder.js';
import { type HostileFile, hostileFiles } from './files/index.js';
import { writeContent } from './support/content.js';
import { unsound } from './support/fuzz.js';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

async function expectAnswer(expect: ExpectStatic, path: string, file: HostileFile): Promise<void> {
  const sandbox = file.bounds ? new DocumentSandbox(file.bounds) : shared;
  const inspected = sandbox.inspect(path, file.filename);
  if (!file.expected.startsWith('reads as ')) {
    await expect(inspected).rejects.toMatchObject({
      name: 'DomainError',
      kind: file.expected,
      message: expect.stringMatching(file.says ?? /^.{30,}$/),
    });
    return;
  }
  const { format } = await inspected;
  expect(`reads as ${format}`).toBe(file.expected);
  const extracted = sandbox.extract(path, format);
  if (file.thenRefused) {
    await expect(extracted).rejects.toMatchObject({ kind: file.thenRefused });
    return;
  }
  const document = await extracted;
  expect(unsound(document)).toBeNull();
  if (file.text) expect(document.text).toMatch(file.text);
  if (file.withoutText) expect(document.text).not.toMatch(file.withoutText);
}

/** Two at a time, as the service reads. */
const shared = new DocumentSandbox();

describe.concurrent('read in the sandbox', { timeout: 120_000 }, () => {
  test.for(hostileFiles)('$name', async (file, { expect }) => {
    const path = join(folder.path, `${hostileFiles.indexOf(file)}`);
    await writeContent(path, file.content());
    await expectAnswer(expect, path, file).finally(() => rm(path));
  });
});
