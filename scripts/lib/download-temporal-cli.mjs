import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const CONNECT_MS = 10_000;
const STALL_MS = 15_000;

/**
 * Downloads a release of the Temporal CLI from its official site and unpacks the program into `folder`. Gives
 * up after ten seconds without an answer, or fifteen without a further byte.
 * @returns {Promise<string>} the path of the program
 * @throws Error when the site cannot be reached or has no build for this system
 */
export async function downloadTemporalCli({ folder, version, detail, site = 'https://temporal.download' }) {
  const arch = { x64: 'amd64', arm64: 'arm64' }[process.arch];
  const platform = { linux: 'linux', darwin: 'darwin' }[process.platform];
  if (!arch || !platform) throw new Error(`no build for ${process.platform} ${process.arch}`);

  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(new Error('no answer')), CONNECT_MS);
  try {
    const url = `${site}/cli/archive/v${version}?platform=${platform}&arch=${arch}`;
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
    const file = path.join(folder, 'temporal');
    fs.writeFileSync(file, fromTar(zlib.gunzipSync(Buffer.concat(chunks)), 'temporal'), { mode: 0o755 });
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
