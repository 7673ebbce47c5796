import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { all, openDocx, textOf } from '../rendering/support/docx.js';
import { getWorkflow, untilReady } from '../support/rfp.js';
import { type SharedService, sharedService } from '../support/shared-service.js';
import { QUESTION, utf8 } from './files/hostile-file.js';
import { routes } from './support/requests.js';

let service: SharedService;
beforeAll(async () => {
  service = await sharedService();
});
afterAll(() => service[Symbol.asyncDispose]());

const content = utf8(`1. ${QUESTION}\n`);
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
  test.concurrent.for(clients)('%j', async (clientName, { expect }) => {
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
