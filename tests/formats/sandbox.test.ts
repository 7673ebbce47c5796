import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DocumentSandbox, extractDocument, MAX_FILE_BYTES } from '../../src/formats/index.js';
import { inOrganization } from '../../src/platform/database/scope.js';
import { docx, p } from './support/docx.js';
import { lines, pdf } from './support/pdf.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'documents-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('the sandbox', { timeout: 120_000 }, () => {
  test('gives what reading in this process gives', async () => {
    const bytes = pdf([lines(['Describe your approach to the protection of data.'], 700)]);
    const path = file('rfp.pdf', bytes);
    const sandbox = new DocumentSandbox();
    expect(await sandbox.inspect(path, 'rfp.pdf')).toEqual({
      format: 'pdf',
      pageCount: 1,
      needsOcr: false,
      leftOut: [],
    });
    expect(await sandbox.extract(path, 'pdf')).toEqual(await extractDocument(bytes, 'pdf'));
  });

  test('hands over a large result whole', async () => {
    const text = 'The vendor shall describe how incidents are handled.\n\n'.repeat(40_000);
    const document = await new DocumentSandbox().extract(file('long.txt', text), 'text');
    expect(document.text).toBe(text);
    expect(document.blocks).toHaveLength(40_000);
    expect(document.blocks.at(-1)!.text).toBe('The vendor shall describe how incidents are handled.');
  });

  test('passes on the error of a file that cannot be read', async () => {
    const path = file('broken.docx', docx(p('text')).slice(0, 200));
    await expect(new DocumentSandbox().inspect(path)).rejects.toMatchObject({
      name: 'DomainError',
      kind: 'file-corrupt',
    });
  });

  test('refuses a file above the limit without reading it', async () => {
    const path = file('large.txt', Buffer.alloc(MAX_FILE_BYTES + 1, 'a'));
    await expect(new DocumentSandbox().extract(path, 'text')).rejects.toMatchObject({
      kind: 'file-too-large',
    });
  });

  test('ends a reader that takes too long', async () => {
    const path = file('slow.txt', 'text');
    const sandbox = new DocumentSandbox({ extractTimeoutMs: 1, inspectTimeoutMs: 1 });
    await expect(sandbox.extract(path, 'text')).rejects.toMatchObject({
      kind: 'file-too-large',
      message: expect.stringContaining('longer than'),
    });
  });

  test('ends a reader that takes too much memory', async () => {
    const body = `<w:p/>`.repeat(6_000_000);
    const path = file('fat.docx', docx(body));
    const sandbox = new DocumentSandbox({ memoryBytes: 220 * 1024 * 1024 });
    await expect(sandbox.extract(path, 'docx')).rejects.toMatchObject({
      kind: 'file-too-large',
      message: expect.stringContaining('memory'),
    });
  });

  test('stops at once when it is aborted, in the queue too', async () => {
    const path = file('text.txt', 'The vendor shall reply.');
    const sandbox = new DocumentSandbox({ concurrency: 1 });
    const running = new AbortController();
    const waiting = new AbortController();
    const first = sandbox.extract(path, 'text', { signal: running.signal });
    const second = sandbox.extract(path, 'text', { signal: waiting.signal });
    const third = sandbox.extract(path, 'text');
    waiting.abort(new Error('not needed'));
    running.abort(new Error('canceled'));
    await expect(first).rejects.toThrow('canceled');
    await expect(second).rejects.toThrow('not needed');
    expect((await third).blocks).toHaveLength(1);
  });

  test('inspects, and reads for another organization, while one reads as much as it may', async () => {
    const path = file('text.txt', 'The vendor shall reply.');
    const endless = join(folder, 'endless');
    execFileSync('mkfifo', [endless]);
    const sandbox = new DocumentSandbox({ concurrency: 1 });
    const [busy, other] = ['01900000-0000-7000-8000-00000000000a', '01900000-0000-7000-8000-00000000000b'];
    const ending = new AbortController();
    const order: string[] = [];
    // Nobody writes to it, so that reading it does not end.
    const reading = inOrganization(busy, () => sandbox.extract(endless, 'text', { signal: ending.signal }));
    const behind = inOrganization(busy, () => sandbox.extract(path, 'text')).then(() => order.push('behind'));
    await inOrganization(busy, () => sandbox.inspect(path, 'text.txt'));
    await inOrganization(other, () => sandbox.extract(path, 'text'));
    order.push('others');
    ending.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    await behind;
    expect(order).toEqual(['others', 'behind']);
  });

  test('reports a file that is not there as a fault, not as a bad file', async () => {
    await expect(new DocumentSandbox().extract(join(folder, 'none.txt'), 'text')).rejects.toThrow(/ENOENT/);
  });
});
