// Stops what runs of the service over the data directory of this checkout: npm stop. On Node built-ins alone.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { processIdentity } from '../src/platform/processes/process-lock.mjs';

const LOOK_EVERY_MS = 100;

process.chdir(path.join(path.dirname(fileURLToPath(import.meta.url)), '..'));
if (fs.existsSync('.env')) process.loadEnvFile('.env');
const folder = path.join(process.env.BIDWRIGHT_DATA_DIR || '.bidwright', 'running');

/** Processes that run the service; what a killed one left says nothing. */
function running() {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).flatMap((file) => {
    try {
      const { pid, identity } = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
      return processIdentity(pid) === identity ? [{ pid, identity }] : [];
    } catch {
      return [];
    }
  });
}

const found = running();
if (!found.length) console.log('Nothing of the service runs here.');
for (const { pid } of found) process.kill(pid, 'SIGTERM');
for (const { pid, identity } of found) {
  while (processIdentity(pid) === identity)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  console.log(`Stopped process ${pid}.`);
}
