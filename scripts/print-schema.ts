// Prints the GraphQL schema that the code defines, in schema definition language, and what has changed of it since the last
// release.
//
//   npx tsx scripts/print-schema.ts                     to the standard output
//   npx tsx scripts/print-schema.ts --write             to schema/schema.graphql and docs/schema-changes.md
//   npx tsx scripts/print-schema.ts --check             exit with 2 where those are something else, or where a breaking
//                                                       change has no entry in schema/breaking-changes.json
//   npx tsx scripts/print-schema.ts --release 0.2.0     from here on changes are counted from the schema as it is

import fs from 'node:fs';
import path from 'node:path';
import { printSchema } from 'graphql';
import { schema } from '../schema/index.js';
import { schemaChanges } from './lib/schema-changes.js';

const at = (name: string) => path.join(import.meta.dirname, '..', name);
const read = (name: string) => (fs.existsSync(at(name)) ? fs.readFileSync(at(name), 'utf8') : '');
const [SCHEMA, RELEASED, ENTRIES, PAGE] = [
  'schema/schema.graphql',
  'schema/released.graphql',
  'schema/breaking-changes.json',
  'docs/schema-changes.md',
] as const;
const VERSION = /^# Of version (\S+)\n/;

const printed = `${printSchema(schema)}\n`;
const fail = (message: string) => {
  console.error(message);
  process.exitCode = 2;
};

const released = (version = process.argv[process.argv.indexOf('--release') + 1]) => {
  if (!version || !/^\d+\.\d+\.\d+$/.test(version)) throw new Error('Name the version: --release 0.2.0');
  fs.writeFileSync(at(RELEASED), `# Of version ${version}\n${printed}`);
  fs.writeFileSync(at(ENTRIES), '[]\n');
};

const changes = () => {
  const sdl = read(RELEASED);
  const version = VERSION.exec(sdl)?.[1] ?? 'the first';
  return schemaChanges({ sdl, version }, printed, JSON.parse(read(ENTRIES)));
};

const [, , mode] = process.argv;
if (mode === undefined) process.stdout.write(printed);
else {
  if (mode === '--release') released();
  const { page, unexplained, stale } = await changes();
  if (mode === '--check') {
    if (read(SCHEMA) !== printed || read(PAGE) !== page)
      fail(`${SCHEMA} or ${PAGE} is stale: run npm run schema and commit them.`);
  } else {
    fs.writeFileSync(at(SCHEMA), printed);
    fs.writeFileSync(at(PAGE), page);
  }
  if (unexplained.length)
    fail(
      `These changes break clients. Keep what was there, deprecated, or say in ${ENTRIES} ({ path, type, why }) why not:\n` +
        unexplained.join('\n'),
    );
  if (stale.length) fail(`No such change: take it out of ${ENTRIES}:\n${stale.join('\n')}`);
}
