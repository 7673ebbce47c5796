// Records the history of a run for the replay tests. With the service running:
//
//   npx tsx scripts/record-history.ts WF-RFP-… rfp-response-v1    -> tests/replay/histories/rfp-response-v1.json

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { temporalCli } from '../temporal/cli.js';

const [workflowId, name] = process.argv.slice(2);
if (!workflowId || !name) {
  console.error('usage: npx tsx scripts/record-history.ts WORKFLOW_ID NAME');
  process.exit(2);
}
const address = process.env.TEMPORAL_ADDRESS ?? `127.0.0.1:${process.env.TEMPORAL_PORT ?? 7233}`;
const namespace = process.env.TEMPORAL_NAMESPACE ?? 'default';
const json = execFileSync(
  await temporalCli(),
  [
    'workflow',
    'show',
    '--workflow-id',
    workflowId,
    '--output',
    'json',
    '--address',
    address,
    '--namespace',
    namespace,
  ],
  { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
);
// As base64 has "binary/encrypted".
if (json.includes('YmluYXJ5L2VuY3J5cHRlZA'))
  throw new Error('The payloads of this run are encrypted. Record one with TEMPORAL_ENCRYPT_PAYLOADS=false.');
// Who recorded it, and where, is nobody's business.
const isMachine = (value: unknown) => typeof value === 'string' && /^\d+@/.test(value);
const history = JSON.parse(json, (_key, value) => (isMachine(value) ? 'recorded' : value));
const file = path.join(import.meta.dirname, '../tests/replay/histories', `${name}.json`);
fs.writeFileSync(file, `${JSON.stringify(history, null, 1)}\n`);
console.log(`${history.events.length} events -> ${path.relative(process.cwd(), file)}`);
