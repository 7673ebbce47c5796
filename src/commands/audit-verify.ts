import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { verifyAudit } from '../audit/index.js';
import { databaseUrlOf } from '../database-url.js';
import { loadEnvFile } from '../load-env-file.js';
import { invalidInput } from '../platform/errors.js';
import { parseEnv } from '../platform/settings/env.js';
import { exitWithMessage } from '../stop-on-signal.js';

// npm run audit:verify                       computes the chains of the audit trail anew, while the service runs
// npm run audit:verify -- --anchors FILE     holds them against where they ended last time, and notes where they end now
//
// Exit code: 0 where all is as it was written, 2 where it is not, 1 where it could not be found out.

const anchorsFile = z.array(
  z.object({ organizationId: z.uuid(), sequence: z.int().min(0), hash: z.string().length(64) }),
);

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { anchors: { type: 'string' } } });
  loadEnvFile();
  const client = new pg.Client({ connectionString: databaseUrlOf(parseEnv(process.env)) });
  await client.connect();
  try {
    const { records, anchors, faults } = await verifyAudit(client, readAnchors(values.anchors));
    for (const { organizationId, message } of faults)
      console.error(`organization ${organizationId}: ${message}`);
    for (const { organizationId, sequence, hash } of anchors)
      console.log(`organization ${organizationId}: ends at record ${sequence}, ${hash}`);
    console.log(
      `${records} records, ${faults.length === 0 ? 'all as they were written' : `${faults.length} faults`}.`,
    );
    if (faults.length > 0) process.exitCode = 2;
    // Anchors of a trail that is wrong would make it right next time.
    else if (values.anchors) writeFileSync(values.anchors, `${JSON.stringify(anchors, null, 2)}\n`);
  } finally {
    await client.end();
  }
}

function readAnchors(file: string | undefined) {
  if (!file || !existsSync(file)) return [];
  try {
    return anchorsFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw invalidInput(`${file} is no file of anchors. Name one that this command wrote, or a new one.`, []);
  }
}

main().catch(exitWithMessage);
