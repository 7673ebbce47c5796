// Prints the GraphQL schema that the code defines, in schema definition language.
//
//   npx tsx scripts/print-schema.ts            to the standard output
//   npx tsx scripts/print-schema.ts --write    to schema/schema.graphql
//   npx tsx scripts/print-schema.ts --check    exit with 2 when schema/schema.graphql is something else

import fs from 'node:fs';
import path from 'node:path';
import { printSchema } from 'graphql';
import { schema } from '../schema/index.js';

const FILE = path.join(import.meta.dirname, '../schema/schema.graphql');
const printed = `${printSchema(schema)}\n`;

if (process.argv.includes('--write')) {
  fs.writeFileSync(FILE, printed);
} else if (!process.argv.includes('--check')) {
  process.stdout.write(printed);
} else if (!fs.existsSync(FILE) || fs.readFileSync(FILE, 'utf8') !== printed) {
  console.error('schema/schema.graphql is stale: run npx tsx scripts/print-schema.ts --write and commit it.');
  process.exitCode = 2;
}
