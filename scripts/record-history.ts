// Records the history of a run for the replay tests. With the service running:
//
//   npx tsx scripts/record-history.ts WF-RFP-… rfp-response-v1    -> tests/replay/histories/rfp-response-v1.json

import fs from 'node:fs';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

const [workflowId, name] = process.argv.slice(2);
if (!workflowId || !name) {
  console.error('usage: npx tsx scripts/record-history.ts WORKFLOW_ID NAME');
  process.exit(2);
}
const address = process.env.TEMPORAL_ADDRESS ?? `127.0.0.1:${process.env.TEMPORAL_PORT ?? 7233}`;
const connection = await Connection.connect({ address });
const client = new Client({ connection, namespace: process.env.TEMPORAL_NAMESPACE ?? 'default' });
const history = await client.workflow.getHandle(workflowId).fetchHistory();
const file = path.join(import.meta.dirname, '../tests/replay/histories', `${name}.json`);
fs.writeFileSync(file, `${JSON.stringify(historyToJSON(history), null, 1)}\n`);
console.log(`${history.events?.length} events -> ${path.relative(process.cwd(), file)}`);
await connection.close();
