import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { onePage, pdfOf } from '../hostile/files/pdf-writer.js';
import { textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { type TestService, testService } from '../support/service.js';

const COUNT = '{ workflows { edges { node { workflowId } } } }';
const workflowsOf = async (service: TestService) => (await service.run(COUNT)).workflows.edges.length;

/** What lies in the storage folder of a service. */
async function storedFiles(service: TestService): Promise<string[]> {
  const folder = join(service.env.BIDWRIGHT_DATA_DIR!, 'files');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

const encryptedOle = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), randomBytes(2000)]);
const refused: { name: string; content: Buffer | Uint8Array; code: string }[] = [
  { name: 'empty.pdf', content: Buffer.alloc(0), code: 'EMPTY_FILE' },
  { name: 'blank.txt', content: Buffer.from(' \n\t\r\n '), code: 'EMPTY_FILE' },
  {
    name: 'picture.pdf',
    content: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    code: 'UNSUPPORTED_FILE',
  },
  {
    name: 'program.docx',
    content: Buffer.concat([Buffer.from('MZ'), randomBytes(512)]),
    code: 'UNSUPPORTED_FILE',
  },
  { name: 'archive.docx', content: zipSync({ 'a.txt': Buffer.from('hello') }), code: 'UNSUPPORTED_FILE' },
  { name: 'half.pdf', content: Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog'), code: 'CORRUPT_FILE' },
  { name: 'broken.doc', content: encryptedOle, code: 'CORRUPT_FILE' },
];

describe('an upload that cannot be answered is refused and leaves nothing behind', () => {
  test('each with its code and a message that says what to do, by GraphQL and by the streaming route', async () => {
    await using service = await testService();
    for (const { name, content, code } of refused) {
      const { workflow, errors } = await uploadRfp(service, { name, content });
      expect([name, workflow, errors[0]?.code]).toEqual([name, null, code]);
      expect(errors[0].message.length).toBeGreaterThan(30);

      const form = new FormData();
      form.set('clientName', 'Northwind');
      form.set('file', new Blob([content as BlobPart]), name);
      const response = await fetch(`${service.url}/upload/rfp`, { method: 'POST', body: form });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect([name, ((await response.json()) as { errors: { code: string }[] }).errors[0]?.code]).toEqual([
        name,
        code,
      ]);
    }
    expect(await workflowsOf(service)).toBe(0);
    expect(await storedFiles(service)).toEqual([]);
  });

  test('a file of more than 50 MB is refused on both ways', async () => {
    await using service = await testService();
    const content = Buffer.alloc(51 * 1024 * 1024, 'large text ');
    const form = new FormData();
    form.set('clientName', 'Northwind');
    form.set('file', new Blob([content]), 'large.txt');
    const streamed = await fetch(`${service.url}/upload/rfp`, { method: 'POST', body: form });
    expect(streamed.status).toBe(413);
    const { errors } = (await streamed.json()) as { errors: { code: string }[] };
    expect(errors[0]?.code).toBe('FILE_TOO_LARGE');

    const announced = await declareUpload(service, 60 * 1024 * 1024);
    expect(announced.status).toBe(413);
    expect(announced.body).toContain('FILE_TOO_LARGE');
    expect(await storedFiles(service)).toEqual([]);
  });

  test('an upload that is cut off half-way leaves nothing behind', async () => {
    await using service = await testService();
    const { hostname, port } = new URL(service.url);
    const body = `--b\r\ncontent-disposition: form-data; name="file"; filename="rfp.txt"\r\n\r\n${'text '.repeat(50_000)}`;
    await new Promise<void>((resolve) => {
      const req = request({ hostname, port, path: '/upload/rfp', method: 'POST' });
      req.setHeader('content-type', 'multipart/form-data; boundary=b');
      req.setHeader('content-length', body.length * 2);
      req.on('error', () => resolve());
      req.on('close', () => resolve());
      req.write(body, () => setImmediate(() => req.destroy()));
    });
    await expect.poll(() => storedFiles(service)).toEqual([]);
    expect(await workflowsOf(service)).toBe(0);
  });

  test('names that are missing or too long are named in the path of the error', async () => {
    await using service = await testService();
    const file = textRfp(['What is your name?']);
    for (const clientName of ['', '   ', 'x'.repeat(500)]) {
      const { workflow, errors } = await uploadRfp(service, file, { clientName });
      expect(workflow).toBeNull();
      expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'clientName'] }]);
    }
    expect(await storedFiles(service)).toEqual([]);
  });
});

/** Announces a body of so many bytes, and sends none of it. */
function declareUpload(service: TestService, bytes: number): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(service.url);
  return new Promise((resolve, reject) => {
    const req = request({ hostname, port, path: '/graphql', method: 'POST' }, (res) => {
      let body = '';
      res.on('data', (chunk) => {
        body += chunk;
      });
      res.on('end', () => {
        req.destroy();
        resolve({ status: res.statusCode ?? 0, body });
      });
    });
    req.on('error', reject);
    req.setHeader('content-type', 'multipart/form-data; boundary=b');
    req.setHeader('content-length', bytes);
    req.flushHeaders();
  });
}

describe('an idempotency key', () => {
  test('makes many concurrent uploads one workflow', async () => {
    await using service = await testService();
    const file = textRfp(['What is your name?']);
    const replies = await Promise.all(
      Array.from({ length: 12 }, () => uploadRfp(service, file, { idempotencyKey: 'key-1' })),
    );
    expect(new Set(replies.map(({ workflow }) => workflow.workflowId)).size).toBe(1);
    expect(await workflowsOf(service)).toBe(1);
    expect((await storedFiles(service)).filter((name) => !name.endsWith('.docx'))).toHaveLength(1);
  });

  test('with another file or client is a conflict', async () => {
    await using service = await testService();
    await uploadRfp(service, textRfp(['What is your name?']), { idempotencyKey: 'key-1' });
    const other = await uploadRfp(service, textRfp(['Where are you?']), { idempotencyKey: 'key-1' });
    expect(other).toMatchObject({ workflow: null, errors: [{ code: 'CONFLICT' }] });
  });
});

test('what a reader leaves out is said in the reply, and stays with the file', async () => {
  await using service = await testService();
  const note = '<< /Type /Annot /Subtype /Text /Contents (Ask Ann about this) /Rect [300 700 320 720] >>';
  const objects = onePage({ page: '/Annots [6 0 R 7 0 R]', more: [note, note] });
  const file = { name: 'questions.pdf', content: pdfOf(objects) };
  const leftOut = [{ kind: 'COMMENTS', count: 2, message: expect.stringMatching(/^2 comments/), page: 1 }];
  const FIELDS = 'leftOut { kind count message page }';

  const upload = `mutation ($file: File!) {
    rfp: uploadRfp(input: { file: $file, clientName: "Northwind" }) { workflow { workflowId } ${FIELDS} }
    item: uploadKnowledge(input: { file: $file }) { item { id file { ${FIELDS} } } existing ${FIELDS} }
  }`;
  const { rfp, item } = await service.upload(upload, file);
  expect(rfp).toMatchObject({ leftOut });
  expect(item).toMatchObject({ existing: false, leftOut, item: { file: { leftOut } } });
  for (const route of ['rfp', 'knowledge']) {
    const form = new FormData();
    if (route === 'rfp') form.set('clientName', 'Northwind');
    form.set('file', new Blob([file.content as BlobPart]), file.name);
    const response = await fetch(`${service.url}/upload/${route}`, { method: 'POST', body: form });
    expect([route, await response.json()]).toMatchObject([route, { leftOut, errors: [] }]);
  }
  // When the file was read, and found to say the same.
  await untilReady(service, rfp.workflow.workflowId);
  const query = `query ($id: String!) { workflow(workflowId: $id) { ${FIELDS} } }`;
  expect((await service.run(query, { id: rfp.workflow.workflowId })).workflow).toEqual({ leftOut });
});

test('an uploaded file keeps its bytes', async () => {
  await using service = await testService();
  const file = textRfp(['What is your name?']);
  await uploadRfp(service, file);
  const folder = join(service.env.BIDWRIGHT_DATA_DIR!, 'files');
  const [path] = (await readdir(folder, { recursive: true })).filter((name) => /files\/[^/]+$/.test(name));
  expect(await readFile(join(folder, path!))).toEqual(file.content);
});
