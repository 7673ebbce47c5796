import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DocumentSandbox } from '../../src/documents/index.js';
import { type HostileFile, hostileFiles } from './files/index.js';
import { unsound } from './support/fuzz.js';
import { temporaryFolder, writeContent } from './support/temporary.js';

const folder = await temporaryFolder();
afterAll(() => folder[Symbol.asyncDispose]());

async function expectAnswer(path: string, file: HostileFile): Promise<void> {
  const sandbox = new DocumentSandbox({ concurrency: 1, ...file.bounds });
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

describe.concurrent('read in the sandbox', () => {
  test.each(hostileFiles)('$name', async (file) => {
    const path = join(folder.path, `${hostileFiles.indexOf(file)}`);
    await writeContent(path, file.content());
    await expectAnswer(path, file).finally(() => rm(path));
  });
});
