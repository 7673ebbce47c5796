import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import zlib from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import { downloadTemporalCli } from '../../scripts/lib/download-temporal-cli.mjs';
import { cachedTemporalCli, findTemporalCli } from '../../scripts/temporal-cli.mjs';
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

const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');
const archivesOf = (archive: Buffer) =>
  Object.fromEntries(
    ['linux_amd64', 'linux_arm64', 'darwin_amd64', 'darwin_arm64'].map((system) => [system, sha256(archive)]),
  );

test('the program is taken out of the archive, where that is the known one, and can be run', async () => {
  using folder = temporaryFolder();
  const program = `#!/bin/sh\n# ${'x'.repeat(600)}\necho temporal version 9\n`;
  const archive = zlib.gzipSync(
    Buffer.concat([tarEntry('LICENSE', 'free'), tarEntry('temporal', program), Buffer.alloc(1024)]),
  );
  using site = await siteWith(200, archive);
  const order = { folder: folder.path, version: '9.0.0', detail: () => {}, site: site.site };
  await expect(downloadTemporalCli(order), 'its own release').rejects.toThrow(
    `has the SHA-256 ${sha256(archive)}`,
  );
  expect(fs.readdirSync(folder.path)).toEqual([]);
  const file = await downloadTemporalCli({ ...order, archives: archivesOf(archive) });
  expect(fs.readFileSync(file, 'utf8')).toBe(program);
  expect(fs.statSync(file).mode & 0o111).toBe(0o111);
  expect(site.asked[0]).toMatch(/^\/v9\.0\.0\/temporal_cli_9\.0\.0_(linux|darwin)_(amd64|arm64)\.tar\.gz$/);
});

test('an answer that is no archive leaves no file behind', async () => {
  using folder = temporaryFolder();
  using site = await siteWith(403, Buffer.from('forbidden'));
  const order = { folder: folder.path, version: '9.0.0', detail: () => {}, site: site.site };
  await expect(downloadTemporalCli(order)).rejects.toThrow('403');
  expect(fs.readdirSync(folder.path)).toEqual([]);
});

afterEach(() => vi.unstubAllEnvs());

const program = (says: string) => `#!/bin/sh\ntouch "$0.ran"\necho temporal version ${says}\n`;

test('a program of the cache is run as it was put there, and never after it was changed', async () => {
  using folder = temporaryFolder();
  vi.stubEnv('XDG_CACHE_HOME', folder.path);
  vi.stubEnv('TEMPORAL_CLI', '');
  vi.stubEnv('PATH', '/usr/bin:/bin');
  expect(await findTemporalCli()).toBeNull();
  const file = cachedTemporalCli();
  fs.mkdirSync(file.replace(/[^/]+$/, ''), { recursive: true });
  fs.writeFileSync(file, program('1'), { mode: 0o755 });
  for (let time = 1; time <= 2; time++) expect(await findTemporalCli()).toBe(file);
  fs.chmodSync(file, 0o775);
  await expect(findTemporalCli()).rejects.toThrow(/can be changed by other users/);
  fs.chmodSync(file, 0o755);
  fs.appendFileSync(file, '# changed');
  await expect(findTemporalCli()).rejects.toThrow(
    /not the one that was put there, and was not run. Remove .* npm run setup/,
  );
  expect(fs.existsSync(`${file}.ran`)).toBe(false);
});

test('a program of PATH is run where nobody else could have put it there, and it is the one that is expected', async () => {
  using folder = temporaryFolder();
  const file = `${folder.path}/temporal`;
  fs.writeFileSync(file, program('of PATH'), { mode: 0o755 });
  vi.stubEnv('XDG_CACHE_HOME', `${folder.path}/cache`);
  vi.stubEnv('TEMPORAL_CLI', '');
  vi.stubEnv('PATH', `${folder.path}:/usr/bin:/bin`);
  vi.stubEnv('TEMPORAL_CLI_SHA256', sha256(program('another')));
  expect(await findTemporalCli()).toBeNull();
  vi.stubEnv('TEMPORAL_CLI_SHA256', '');
  for (const open of [file, folder.path]) {
    fs.chmodSync(open, 0o777);
    expect(await findTemporalCli()).toBeNull();
    fs.chmodSync(open, 0o755);
  }
  expect(fs.existsSync(`${file}.ran`)).toBe(false);
  expect(await findTemporalCli()).toBe(file);
});

test('a program that is named by its checksum is not run where it is another', async () => {
  using folder = temporaryFolder();
  const file = `${folder.path}/temporal`;
  fs.writeFileSync(file, program('1'), { mode: 0o755 });
  vi.stubEnv('TEMPORAL_CLI', file);
  vi.stubEnv('TEMPORAL_CLI_SHA256', sha256(program('2')));
  await expect(findTemporalCli()).rejects.toThrow(/not that of TEMPORAL_CLI_SHA256/);
  expect(fs.existsSync(`${file}.ran`)).toBe(false);
  vi.stubEnv('TEMPORAL_CLI_SHA256', sha256(program('1')).toUpperCase());
  expect(await findTemporalCli()).toBe(file);
});
