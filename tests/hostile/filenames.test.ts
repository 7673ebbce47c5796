import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { safeFilename } from '../../src/formats/index.js';
import { type TestService, testService } from '../support/service.js';
import { QUESTION, utf8 } from './files/hostile-file.js';
import { routes } from './support/requests.js';
import { storedFiles } from './support/residue.js';

let service: TestService;
let database: pg.Client;
beforeAll(async () => {
  service = await testService({}, 'api');
  database = new pg.Client({ connectionString: service.env.DATABASE_URL });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await service[Symbol.asyncDispose]();
});

const KEPT =
  'SELECT f.filename FROM stored_file f JOIN rfp_response r ON r.file_id = f.id JOIN run w ON w.id = r.workflow_id WHERE w.reference = $1';
const content = utf8(`1. ${QUESTION}\n`);

/** What is sent as the name of the file, and what is kept of it. */
const filenames: [sent: string, kept: string][] = [
  ['../../../../etc/passwd', 'passwd'],
  ['/etc/cron.d/evil.txt', 'evil.txt'],
  ['C:\\\\Users\\\\me\\\\rfp.txt', 'rfp.txt'],
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

test.each(['', '.', '..', '/', 'a/', ' \r\n', '\u0000'])('%j is no name', (name) => {
  expect(safeFilename(name)).toBe('document');
});
