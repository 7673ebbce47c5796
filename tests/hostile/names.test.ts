import { unzipSync } from 'fflate';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { all, openDocx, textOf } from '../output/support/docx.js';
import { getWorkflow, untilReady } from '../support/rfp.js';
import { type TestService, testService } from '../support/service.js';
import { QUESTION, utf8 } from './files/hostile-file.js';
import { routes } from './support/requests.js';
import { expectNothingLeft, storedFiles } from './support/residue.js';

let service: TestService;
let database: pg.Client;
beforeAll(async () => {
  service = await testService();
  database = new pg.Client({ connectionString: service.env.DATABASE_URL });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await service[Symbol.asyncDispose]();
});

const KEPT =
  'SELECT f.filename FROM stored_file f JOIN workflow w ON w.file_id = f.id WHERE w.reference = $1';
const content = utf8(`1. ${QUESTION}\n`);

/** What is sent as the name of the file, and what is kept of it. */
const filenames: [sent: string, kept: string][] = [
  ['../../../../etc/passwd', 'passwd'],
  ['/etc/cron.d/evil.txt', 'evil.txt'],
  ['C:\\\\Users\\\\me\\\\rfp.txt', 'rfp.txt'],
  ['..', 'document'],
  ['%2e%2e%2frfp.txt', '%2e%2e%2frfp.txt'],
  ['.htaccess', '.htaccess'],
  ['con.txt', 'con.txt'],
  ['-rf.txt', '-rf.txt'],
  ['$(touch hostile).txt', '$(touch hostile).txt'],
  ['<img src=x onerror=alert(1)>.txt', '<img src=x onerror=alert(1)>.txt'],
  ['a%0d%0ab.txt', 'a%0d%0ab.txt'],
  ['東京都 提案依頼書.txt', '東京都 提案依頼書.txt'],
  ['طلب تقديم العروض.txt', 'طلب تقديم العروض.txt'],
  ['प्रस्ताव अनुरोध.txt', 'प्रस्ताव अनुरोध.txt'],
  ['Ausschreibung für Größe.txt', 'Ausschreibung für Größe.txt'],
  ['👩‍👩‍👧 family.txt', '👩‍👩‍👧 family.txt'],
  [`${'n'.repeat(4000)}.txt`, `${'n'.repeat(196)}.txt`],
];

describe('the name of an uploaded file', () => {
  test.each(filenames)('%j is only a name', async (sent, kept) => {
    for (const upload of Object.values(routes)) {
      const { workflowId, errors } = await upload(service.url, { content, filename: sent });
      expect(errors).toEqual([]);
      const { rows } = await database.query(KEPT, [workflowId]);
      expect(rows).toEqual([{ filename: kept }]);
    }
    expect((await storedFiles(service)).every((name) => /^[\w.-]+$/.test(name))).toBe(true);
  });
});

const clients = [
  '</w:t></w:r></w:p><w:p><w:r><w:t>injected',
  '"; filename="evil.exe',
  '../../../../tmp/evil',
  '#{7*7} {{7*7}} %s %n',
  '=HYPERLINK("http://127.0.0.1","x")',
  'MERGEFIELD { INCLUDETEXT "/etc/passwd" }',
  '\u202eTFA-tsrif\u202c',
  'a\u200bb\u2060c\u200dd',
  '北海道 & São Paulo <GmbH>',
  `e${'\u0301'.repeat(150)}`,
  '𝒳'.repeat(90),
];

describe('a client name cannot break out of what it is written into', () => {
  test.concurrent.each(clients)('%j', async (clientName) => {
    const { workflowId, errors } = await routes.GraphQL(service.url, {
      content,
      filename: 'rfp.txt',
      clientName,
    });
    expect(errors).toEqual([]);
    await untilReady(service, workflowId!);
    const done = await getWorkflow(service, workflowId!);
    expect(done.clientName).toBe(clientName);
    const response = await fetch(done.outputFile.url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="RFP_Response_[\w-]+\.docx"(?:; filename\*=UTF-8''[\w.!#$&+^`|~%-]+)?$/,
    );
    expect(done.outputFile.filename).toMatch(/^RFP_Response_[\p{L}\p{M}\p{N}_]{1,80}_\d{8}\.docx$/u);
    expectInDocument(new Uint8Array(await response.arrayBuffer()), clientName);
  });

  test('line breaks and control characters in it become spaces or go', async () => {
    const clientName = 'Acme\r\nSet-Cookie: a=b\u0000\u001b[31m\ud800';
    const { workflowId } = await routes.GraphQL(service.url, { content, filename: 'rfp.txt', clientName });
    expect((await getWorkflow(service, workflowId!)).clientName).toBe('Acme Set-Cookie: a=b[31m\ufffd');
  });
});

/** Every part is well-formed XML, and the name stands in the text as it is. */
function expectInDocument(file: Uint8Array, clientName: string): void {
  const { body, parts } = openDocx(file);
  const paragraphs = all(body, 'w:p').map((paragraph) => textOf(paragraph));
  expect(paragraphs.some((text) => text.includes(clientName))).toBe(true);
  expect([...parts.keys()]).toContain('word/document.xml');
  expect(Object.keys(unzipSync(file)).every((name) => !name.includes('..'))).toBe(true);
  expect(all(body, 'w:instrText')).toEqual([]);
}

describe('a client name that says nothing is refused', () => {
  test.each(['', ' \t\r\n ', '\u0000\u0001', '\u2028', 'x'.repeat(201), 'x'.repeat(100_000)])(
    '%j',
    async (clientName) => {
      await using other = await testService();
      for (const upload of Object.values(routes)) {
        const { workflowId, errors } = await upload(other.url, { content, filename: 'rfp.txt', clientName });
        expect([workflowId, errors[0]?.code]).toEqual([null, 'INVALID_INPUT']);
      }
      await expectNothingLeft(other);
    },
  );
});
