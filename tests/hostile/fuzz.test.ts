import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DocumentSandbox } from '../../src/formats/index.js';
import { temporaryFolder } from '../support/folder.js';
import { originals, tryVariant, variant } from './support/fuzz.js';
import { readers } from './support/residue.js';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const SEEDS = 2;

describe('files changed at random', () => {
  test('the same seed makes the same file', () => {
    const [original] = originals();
    expect(variant(original!, 7)).toEqual(variant(original!, 7));
    expect(variant(original!, 7)).not.toEqual(variant(original!, 8));
  });

  test.concurrent.for(originals())(
    '$name is read well or refused with a reason',
    async (original, { expect }) => {
      const sandbox = new DocumentSandbox({ concurrency: 1 });
      for (let seed = 1; seed <= SEEDS; seed++) {
        const finding = await tryVariant(sandbox, original, seed, join(folder.path, original.name));
        expect(finding).toBeNull();
      }
    },
  );

  test('no reader is left', async () => {
    await expect.poll(readers).toEqual([]);
  });
});
