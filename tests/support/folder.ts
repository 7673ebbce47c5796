import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A temporary folder that goes away with `using`; other users can enter it, as PostgreSQL must under root. */
export function temporaryFolder(within = os.tmpdir()): { path: string } & Disposable {
  const folder = fs.mkdtempSync(path.join(within, 'bidwright-test-'));
  fs.chmodSync(folder, 0o755);
  return { path: folder, [Symbol.dispose]: () => fs.rmSync(folder, { recursive: true, force: true }) };
}
