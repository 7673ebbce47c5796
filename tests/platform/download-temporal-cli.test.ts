import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import zlib from 'node:zlib';
import { expect, test } from 'vitest';
import { downloadTemporalCli } from '../../scripts/lib/download-temporal-cli.mjs';
import { temporaryFolder } from '../support/folder.js';

/** A tar entry: a 512-byte header with name and octal size, then the content in blocks of 512 bytes. */
function tarEntry(name: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  const blocks = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  blocks.write(content);
  return Buffer.concat([header, blocks]);
}

async function siteWith(status: number, body: Buffer) {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { site, asked, [Symbol.dispose]: () => void server.close() };
}

test('the program is taken out of the archive and can be run', async () => {
  using folder = temporaryFolder();
  const program = `#!/bin/sh\n# ${'x'.repeat(600)}\necho temporal version 9\n`;
  const archive = Buffer.concat([
    tarEntry('LICENSE', 'free'),
    tarEntry('temporal', program),
    Buffer.alloc(1024),
  ]);
  using site = await siteWith(200, zlib.gzipSync(archive));
  const detail = () => {};
  const file = await downloadTemporalCli({ folder: folder.path, version: '9.0.0', detail, site: site.site });
  expect(fs.readFileSync(file, 'utf8')).toBe(program);
  expect(fs.statSync(file).mode & 0o111).toBe(0o111);
  expect(site.asked[0]).toMatch(/^\/cli\/archive\/v9\.0\.0\?platform=(linux|darwin)&arch=(amd64|arm64)$/);
});

test('an answer that is no archive leaves no file behind', async () => {
  using folder = temporaryFolder();
  using site = await siteWith(403, Buffer.from('forbidden'));
  const order = { folder: folder.path, version: '9.0.0', detail: () => {}, site: site.site };
  await expect(downloadTemporalCli(order)).rejects.toThrow('403');
  expect(fs.readdirSync(folder.path)).toEqual([]);
});
