import { Buffer } from 'node:buffer';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { PrismaPg } from '@prisma/adapter-pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PrismaClient } from '../../generated/client/client.js';
import { pdf } from '../formats/support/pdf.js';
import type { Reply } from '../support/api-client.js';
import { replaceFile, uploadItem } from '../support/items.js';
import { seedOtherTenant } from '../support/other-tenant.js';
import { untilReady, uploadRfp } from '../support/rfp.js';
import { type TestService, testService } from '../support/service.js';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const QUESTION = 'Describe how customer data at rest is encrypted.';
const content = Buffer.from(
  pdf([
    [
      { text: 'Questions to the vendor', x: 72, y: 740, size: 18 },
      { text: `1.1 ${QUESTION}`, x: 72, y: 690 },
    ],
    [{ text: 'All customer data at rest is encrypted with AES-256-GCM.', x: 72, y: 700 }],
  ]),
);

let service: TestService;
let db: PrismaClient;
let rfp: Reply;
let item: Reply;

beforeAll(async () => {
  service = await testService();
  db = new PrismaClient({ adapter: new PrismaPg({ connectionString: service.env.DATABASE_URL! }) });
  ({ item } = await uploadItem(service, { name: 'handbook.pdf', content }));
  const { workflow } = await uploadRfp(service, { name: 'rfp.pdf', content });
  await untilReady(service, workflow.workflowId);
  rfp = (
    await service.run(
      `query ($w: String!) { workflow(workflowId: $w) {
        id rfpAnalysis { questions { text location { citation { ...C } } } }
        generatedResponses { sources { text citation { ...C } } }
      } }
      fragment C on Citation {
        quote page start end cell { sheet reference } rectangles { page x y width height }
        document { id filename format pageCount pages { number text imageUrl width height } usedBy { __typename } }
      }`,
      { w: workflow.workflowId },
    )
  ).workflow;
});

afterAll(async () => {
  await db?.$disconnect();
  await service?.[Symbol.asyncDispose]();
});

const documentOf = () => rfp.rfpAnalysis.questions[0].location.citation.document;

/** How much of a picture is marked, and how much of that is ink. */
async function looked(url: string) {
  const response = await fetch(url);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
  const image = await loadImage(Buffer.from(await response.arrayBuffer()));
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const marked: { x: number; y: number }[] = [];
  let ink = 0;
  for (let at = 0; at < data.length; at += 4) {
    const [red, green, blue] = [data[at]!, data[at + 1]!, data[at + 2]!];
    const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
    if (red > 200 && green > 180 && blue < 150) marked.push({ x, y });
    if (red < 90 && green < 90) ink++;
  }
  return { width, height, marked, ink };
}

test('a file that is uploaded for knowledge and as an RFP is read once', async () => {
  const documents = await db.sourceDocument.findMany({ include: { files: true, pages: true } });
  expect(documents.map(({ files, pages }) => [files.length, pages.length])).toEqual([[2, 2]]);
  expect(documentOf()).toMatchObject({ filename: 'rfp.pdf', format: 'pdf', pageCount: 2 });
  expect(
    documentOf()
      .usedBy.map(({ __typename }: Reply) => __typename)
      .sort(),
  ).toEqual(['KnowledgeItem', 'Workflow']);
  expect(
    documentOf().pages.map(({ number, text, width, height }: Reply) => [number, text, width, height]),
  ).toEqual([
    [1, `Questions to the vendor\n\n${QUESTION}`, 612, 792],
    [2, 'All customer data at rest is encrypted with AES-256-GCM.', 612, 792],
  ]);
});

test('a question and the quotes of its answer say where they stand', async () => {
  const [{ location }] = rfp.rfpAnalysis.questions;
  expect(location.citation).toMatchObject({ quote: QUESTION, page: 1, cell: null });
  const [line, ...none] = location.citation.rectangles;
  expect(none).toEqual([]);
  expect(line.page).toBe(1);
  expect([line.y < 792 - 690, line.y + line.height > 792 - 690, line.x > 72, line.width > 200]).toEqual(
    Array(4).fill(true),
  );
  const quotes = rfp.generatedResponses.flatMap(({ sources }: Reply) => sources);
  expect(quotes.length).toBeGreaterThan(0);
  for (const { text, citation } of quotes) {
    expect(citation.quote).toBe(text);
    expect(citation.document.id).toBe(documentOf().id);
    expect(citation.rectangles.length).toBeGreaterThan(0);
  }
});

test('a page is shown as a picture, and a part of its text is marked where it stands', async () => {
  const { citation } = rfp.rfpAnalysis.questions[0].location;
  const [{ imageUrl }] = documentOf().pages;
  const plain = await looked(`${imageUrl}?width=612`);
  expect([plain.width, plain.height, plain.marked.length]).toEqual([612, 792, 0]);
  expect(plain.ink).toBeGreaterThan(200);
  const { marked } = await looked(`${imageUrl}?width=612&span=${citation.start}-${citation.end}`);
  const [{ x, y, width, height }] = citation.rectangles;
  expect(marked.length).toBeGreaterThan((width * height) / 2);
  for (const dot of marked) {
    expect(dot.x).toBeGreaterThanOrEqual(x - 3);
    expect(dot.x).toBeLessThanOrEqual(x + width + 3);
    expect(dot.y).toBeGreaterThanOrEqual(y - 3);
    expect(dot.y).toBeLessThanOrEqual(y + height + 3);
  }
  const byEdges = await looked(`${imageUrl}?width=612&rectangle=100,200,140.5,220`);
  expect(byEdges.marked.every((dot) => dot.x >= 98 && dot.x < 143 && dot.y >= 198 && dot.y < 222)).toBe(true);
});

test('a picture that the client has is not sent again', async () => {
  const { imageUrl } = documentOf().pages[1];
  const first = await fetch(imageUrl);
  const again = await fetch(imageUrl, { headers: { 'if-none-match': first.headers.get('etag')! } });
  expect([first.status, again.status, again.headers.get('etag')]).toEqual([
    200,
    304,
    first.headers.get('etag'),
  ]);
});

test('what cannot be shown is refused with a reason', async () => {
  const { imageUrl } = documentOf().pages[0];
  const asked = async (url: string) => {
    const response = await fetch(url);
    const { errors } = (await response.json()) as Reply;
    return [response.status, errors[0].code];
  };
  expect(await asked(imageUrl.replace('pages/1.png', 'pages/3.png'))).toEqual([404, 'NOT_FOUND']);
  expect(await asked(`${imageUrl}?width=100000`)).toEqual([422, 'INVALID_INPUT']);
  expect(await asked(`${imageUrl}?width=12px`)).toEqual([422, 'INVALID_INPUT']);
  expect(await asked(`${imageUrl}?span=9-3`)).toEqual([422, 'INVALID_INPUT']);
  expect(await asked(`${imageUrl}?rectangle=1,2,3`)).toEqual([422, 'INVALID_INPUT']);
  expect(await asked(`${service.url}/sources/nonsense/pages/1.png`)).toEqual([404, 'NOT_FOUND']);
  const sheet = { name: 'prices.csv', content: Buffer.from('Item,Price\nHosting,100 USD a month\n') };
  const csv = await uploadItem(service, sheet);
  const { id } = await db.sourceDocument.findFirstOrThrow({ where: { format: 'csv' } });
  expect(csv.errors).toEqual([]);
  const url = `${service.url}/sources/${encodeURIComponent(btoa(`SourceDocument:${id}`))}/pages/1.png`;
  expect(await asked(url)).toEqual([422, 'INVALID_INPUT']);
});

test("another organization's documents and pages are not there", async () => {
  const { SourceDocument } = await seedOtherTenant(service.env.DATABASE_URL!);
  const id = btoa(`SourceDocument:${SourceDocument}`);
  expect(
    await service.run('query ($id: ID!) { sourceDocument(id: $id) { text } node(id: $id) { id } }', { id }),
  ).toEqual({ sourceDocument: null, node: null });
  expect((await fetch(`${service.url}/sources/${encodeURIComponent(id)}/pages/1.png`)).status).toBe(404);
});

test('what was read goes with the last that uses it', async () => {
  const own = Buffer.from(
    pdf([[{ text: 'Backups are kept for ninety days in two regions.', x: 72, y: 700 }]]),
  );
  const { item: replaced } = await uploadItem(service, { name: 'backups.pdf', content: own });
  const known = () => db.sourceDocument.count({ where: { text: { contains: 'ninety days' } } });
  expect(await known()).toBe(1);
  const other = Buffer.from(
    pdf([[{ text: 'Backups are kept for a year in three regions.', x: 72, y: 700 }]]),
  );
  const { errors } = await replaceFile(service, replaced.id, { name: 'backups.pdf', content: other });
  expect(errors).toEqual([]);
  expect(await known()).toBe(0);
  expect(await db.sourceDocument.count({ where: { text: { contains: QUESTION } } })).toBe(1);
  expect(item.id).not.toBe(replaced.id);
});
