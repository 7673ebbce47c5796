import fs from 'node:fs';
import path from 'node:path';
import { run, SetupError, step, tail } from './report.mjs';
import { filesBelow, hashOf, installedVersion, readStamp, writeStamp } from './stamp.mjs';

const STAMP = 'generated/.stamp';

/** Generates the database client and the GraphQL types from prisma/schema, when that has changed. */
export async function generateClient() {
  const inputs = [...filesBelow('prisma/schema'), 'prisma.config.ts'];
  if (inputs.length === 1) return;
  const versions = ['prisma', '@pothos/plugin-prisma'].map(installedVersion);
  const wanted = hashOf(inputs, versions);
  if (readStamp(STAMP) === wanted && fs.existsSync('generated/client')) return;
  await step('Database client: prisma generate', async () => {
    const { code, output } = await run(process.execPath, ['node_modules/prisma/build/index.js', 'generate'], {
      env: {
        ...process.env,
        // One of its generators is a program of its own.
        PATH: [path.resolve('node_modules/.bin'), process.env.PATH].join(path.delimiter),
        // Generating needs no schema engine, but the tool downloads one unless it is told of an existing file.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
      },
    });
    if (code !== 0) throw new SetupError(`prisma generate failed.\n${tail(output, 25)}`);
  });
  writeStamp(STAMP, wanted);
}
