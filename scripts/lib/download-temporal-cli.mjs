import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const CONNECT_MS = 10_000;
const STALL_MS = 15_000;

/** SHA-256 of the archives of the release, by system. As package managers have pinned them (cashapp/hermit-packages). */
const ARCHIVES = {
  linux_amd64: 'ddc95e08b0b076efd4ea9733a3f488eb7d2be875f8834e616cd2a37358b4852d',
  linux_arm64: 'bd1b0db9f18b051026de8bf6cc1505f2510f14bbb7a8b9a4a91fff46c77454f5',
  darwin_amd64: 'bbb73e2a31135abe50a1f1cdb35030c42961df618e8ce9c60ae89f201540c5d9',
  darwin_arm64: 'cca01b7ea35ad56e2a328d9ae596bf716bd22313ef63c7a761c88354457c2415',
};

/**
 * Downloads the release of the Temporal CLI that its makers published and unpacks the program into `folder`, where it is
 * the archive whose SHA-256 is known. Gives up after ten seconds without an answer, or fifteen without a further byte.
 * @returns {Promise<string>} the path of the program
 * @throws Error when the site cannot be reached, gives another archive, or has no build for this system
 */
export async function downloadTemporalCli({
  folder,
  version,
  detail,
  site = 'https://github.com/temporalio/cli/releases/download',
  archives = ARCHIVES,
}) {
  const system = `${process.platform}_${{ x64: 'amd64' }[process.arch] ?? process.arch}`;
  const expected = archives[system];
  if (!expected) throw new Error(`no build for ${process.platform} ${process.arch}`);

  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(new Error('no answer')), CONNECT_MS);
  try {
    const url = `${site}/v${version}/temporal_cli_${version}_${system}.tar.gz`;
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    const chunks = [];
    let bytes = 0;
    for await (const chunk of response.body) {
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(new Error('the download stalled')), STALL_MS);
      chunks.push(chunk);
      bytes += chunk.length;
      detail(`${(bytes / 1e6).toFixed(0)} MB`);
    }
    const archive = Buffer.concat(chunks);
    const found = createHash('sha256').update(archive).digest('hex');
    if (found !== expected) throw new Error(`${url} has the SHA-256 ${found}, not ${expected}`);
    const file = path.join(folder, 'temporal');
    fs.writeFileSync(file, fromTar(zlib.gunzipSync(archive), 'temporal'), { mode: 0o755 });
    return file;
  } finally {
    clearTimeout(timer);
  }
}

/** The content of the entry `name` of a tar archive (POSIX.1-1988: 512-byte headers, sizes in octal). */
function fromTar(archive, name) {
  for (let at = 0; at + 512 <= archive.length; ) {
    const entry = archive.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(archive.toString('latin1', at + 124, at + 136), 8) || 0;
    if (path.basename(entry) === name) return archive.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`the archive has no ${name}`);
}
