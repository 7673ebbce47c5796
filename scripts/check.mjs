// Everything that must hold before a change is merged. All of it runs even when something fails.
//
//   npm run check [-- --no-tests]

import path from 'node:path';
import { run, say } from './lib/report.mjs';

process.chdir(path.join(import.meta.dirname, '..'));

const bin = (name) => path.join('node_modules', '.bin', name);
const STEPS = [
  ['Set-up', process.execPath, 'scripts/setup.mjs'],
  ['Types', bin('tsc'), '--noEmit', '-p', '.'],
  ['Lint and format', bin('biome'), 'ci', '--colors=off', '.'],
  ['Import arrows', bin('depcruise'), '--config', '.dependency-cruiser.cjs', 'src', 'schema', 'temporal'],
  ['GraphQL schema is the committed one', bin('tsx'), 'scripts/print-schema.ts', '--check'],
  ['GraphQL schema keeps its rules', bin('eslint'), 'schema/schema.graphql'],
  ['Migrations lead to the schema', bin('tsx'), 'scripts/migrate.ts', 'drift'],
  ['Tests', bin('vitest'), 'run'],
];

const failed = [];
for (const [title, command, ...args] of STEPS) {
  if (title === 'Tests' && process.argv.includes('--no-tests')) continue;
  const start = performance.now();
  const { code, output } = await run(command, args, { shell: process.platform === 'win32' });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  say(`${code === 0 ? '✓' : '✗'} ${title} (${seconds} s)`);
  if (code === 0) continue;
  failed.push(title);
  say(`\n${output.trim()}\n`);
  // Without it nothing else can say anything useful.
  if (title === 'Set-up') break;
}
say(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
