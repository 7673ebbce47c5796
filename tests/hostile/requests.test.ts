import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestService, testService } from '../support/service.js';
import { MB, QUESTION, repeated, utf8 } from './files/hostile-file.js';
import { BOUNDARY, field, filePart, multipart, type Part, routes, send } from './support/requests.js';
import { expectNothingLeft, storedFiles, workflowsOf } from './support/residue.js';

let service: TestService;
beforeAll(async () => {
  service = await testService({}, 'api');
});
afterAll(() => service[Symbol.asyncDispose]());

const content = utf8(`1. ${QUESTION}\n`);
const client = field('clientName', 'Northwind');
const file = filePart(content, 'rfp.txt');
const many = (count: number, part: (index: number) => Part) =>
  Array.from({ length: count }, (_, i) => part(i));
const text = (body: string) => [Buffer.from(body)];

interface Malformed {
  name: string;
  body: () => Iterable<Uint8Array>;
  headers?: Record<string, string>;
  says: RegExp;
}

const malformed: Malformed[] = [
  { name: 'no body', body: () => [], says: /malformed|missing/ },
  { name: 'no parts', body: () => multipart([]), says: /malformed|missing/ },
  {
    name: 'JSON',
    body: () => text('{}'),
    headers: { 'content-type': 'application/json' },
    says: /multipart/,
  },
  {
    name: 'no boundary',
    body: () => multipart([client, file]),
    headers: { 'content-type': 'multipart/form-data' },
    says: /malformed/,
  },
  {
    name: 'another boundary',
    body: () => multipart([client, file]),
    headers: { 'content-type': 'multipart/form-data; boundary=other' },
    says: /malformed|missing/,
  },
  {
    name: 'a boundary of 100,000 characters',
    body: () => multipart([client, file]),
    headers: { 'content-type': `multipart/form-data; boundary=${'b'.repeat(10_000)}` },
    says: /malformed|missing/,
  },
  {
    name: 'no end',
    body: () => text(`--${BOUNDARY}\r\n${file.header}\r\n\r\nWhat is your name?`),
    says: /malformed|cut off/,
  },
  {
    name: 'an end within a header',
    body: () => text(`--${BOUNDARY}\r\ncontent-disposition: form-da`),
    says: /malformed|cut off|missing/,
  },
  { name: 'no file', body: () => multipart([client]), says: /`file` is missing/ },
  {
    name: 'a field in place of the file',
    body: () => multipart([client, field('file', 'What is your name?')]),
    says: /`file` is missing/,
  },
  {
    name: 'a file under another name',
    body: () => multipart([client, filePart(content, 'rfp.txt', 'document')]),
    says: /"document", which is not taken here/,
  },
  {
    name: 'a file in place of the client name',
    body: () => multipart([filePart(content, 'x.txt', 'clientName'), file]),
    says: /clientName is a text/,
  },
  { name: 'no client name', body: () => multipart([file]), says: /client name is empty/ },
  {
    name: 'a client name of 20 MB',
    body: () => multipart([{ ...client, content: repeated(new Uint8Array(MB).fill(97), 20 * MB) }, file]),
    says: /clientName has more than 10000 bytes/,
  },
  {
    name: '10,000 fields before the client name',
    body: () => multipart([...many(10_000, (i) => field(`f${i}`, 'x')), client, file]),
    says: /./,
  },
  {
    name: '1,000 files before the file',
    body: () => multipart([...many(1000, (i) => filePart(content, 'x', `f${i}`)), client, file]),
    says: /"f0", which is not taken here/,
  },
  {
    name: 'part headers of 20 MB',
    body: () => multipart([{ header: `${file.header}\r\nx: ${'h'.repeat(20 * MB)}`, content }]),
    says: /./,
  },
  {
    name: 'a part without a disposition',
    body: () => multipart([client, { header: 'content-type: text/plain', content }]),
    says: /`file` is missing/,
  },
  {
    name: 'a part whose header is binary',
    body: () => multipart([client, { header: '\0\x01\x02\x80', content }]),
    says: /`file` is missing|malformed/,
  },
  {
    name: 'a compressed body',
    body: () => multipart([client, file]),
    headers: { 'content-encoding': 'gzip', 'content-type': `multipart/form-data; boundary=${BOUNDARY}x` },
    says: /malformed|missing/,
  },
  {
    name: 'two files, the first of which cannot be read',
    body: () => multipart([client, filePart(utf8('MZ\0'), 'a.exe'), file]),
    says: /./,
  },
];

describe('a malformed upload is refused with its reason and leaves nothing behind', () => {
  test.each(malformed)('$name', async ({ body, headers, says }) => {
    const answer = await send(`${service.url}/upload/rfp`, body(), headers);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body.errors[0].message).toMatch(says);
    await expectNothingLeft(service);
  });

  const operations =
    '{"query":"mutation ($file: File!) { uploadRfp(input: {file: $file, clientName: \\"x\\"}) { errors { code } } }","variables":{"file":null}}';
  const variants: [string, Part[]][] = [
    ['no map', [field('operations', operations), filePart(content, 'a.txt', '0')]],
    [
      'a map that is not JSON',
      [field('operations', operations), field('map', '{'), filePart(content, 'a.txt', '0')],
    ],
    [
      'a map into the prototype',
      [
        field('operations', operations),
        field('map', '{"0":["__proto__.polluted","constructor.prototype.polluted"]}'),
        filePart(content, 'a.txt', '0'),
      ],
    ],
    [
      'a map to nowhere',
      [
        field('operations', operations),
        field('map', '{"0":["variables.a.b.c"]}'),
        filePart(content, 'a.txt', '0'),
      ],
    ],
    ['a map without its file', [field('operations', operations), field('map', '{"0":["variables.file"]}')]],
    [
      'operations that are not JSON',
      [
        field('operations', 'what?'),
        field('map', '{"0":["variables.file"]}'),
        filePart(content, 'a.txt', '0'),
      ],
    ],
    [
      'a text in place of the file',
      [field('operations', operations.replace('null', '"text"')), field('map', '{}')],
    ],
  ];
  test.each(variants)('in GraphQL: %s', async (_name, parts) => {
    const answer = await send(`${service.url}/graphql`, multipart(parts));
    expect(answer.body.errors?.[0]?.message ?? answer.body).toMatch(/^.{10,}/);
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|at .*:\d+:\d+/);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    await expectNothingLeft(service);
  });

  test('in GraphQL: a body of 60 MB that does not say how long it is', async () => {
    const answer = await send(`${service.url}/graphql`, repeated(new Uint8Array(MB).fill(32), 60 * MB), {
      'content-type': 'application/json',
    }).catch((error: NodeJS.ErrnoException) => ({ status: error.code, body: null }));
    expect([413, 'EPIPE', 'ECONNRESET']).toContain(answer.status);
    await expectNothingLeft(service);
  });
});

describe('a client name that says nothing is refused', () => {
  test.each(['', ' \t\r\n ', '\u0000\u0001', '\u2028', 'x'.repeat(201), 'x'.repeat(100_000)])(
    '%j',
    async (clientName) => {
      for (const upload of Object.values(routes)) {
        const { workflowId, errors } = await upload(service.url, {
          content,
          filename: 'rfp.txt',
          clientName,
        });
        expect([workflowId, errors[0]?.code]).toEqual([null, 'INVALID_INPUT']);
      }
      await expectNothingLeft(service);
    },
  );
});

/** Sends the first bytes of an upload and cuts the connection. */
function cutOff(body: Buffer, at: number): Promise<void> {
  const { hostname, port } = new URL(service.url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `POST /upload/rfp HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=${BOUNDARY}\r\ncontent-length: ${body.length}\r\n\r\n`,
      );
      socket.write(body.subarray(0, at), () => socket.resetAndDestroy());
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve());
  });
}

test('an upload that is cut off at any place leaves nothing behind', async () => {
  const body = Buffer.concat([...multipart([client, filePart(repeated(content, 300_000), 'rfp.txt')])]);
  const places = [0, 1, 50, 150, 200, 300, 70_000, 200_000, body.length - 40, body.length - 1];
  await Promise.all(places.map((at) => cutOff(body, at)));
  await expectNothingLeft(service);
});

test('the same upload sent many times at once, over both ways, is one workflow', async () => {
  const send = Object.values(routes);
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      send[i % send.length]!(service.url, { content, filename: 'rfp.txt', key: 'double' }),
    ),
  );
  expect(outcomes.flatMap(({ errors }) => errors)).toEqual([]);
  expect(new Set(outcomes.map(({ workflowId }) => workflowId)).size).toBe(1);
  expect(await workflowsOf(service)).toHaveLength(1);
  expect((await storedFiles(service)).filter((name) => !name.endsWith('.docx'))).toHaveLength(1);
});
