// Everything that must hold before a change is merged. All of it runs even when something fails.
//
//   npm run check [-- --no-tests]

import path from 'node:path';
import { run, say } from './lib/report.mjs';

process.chdir(path.join(import.meta.dirname, '..'));

const bin = (name) => path.join('node_modules', '.bin', name);
const SET_UP = ['Set-up', process.execPath, 'scripts/setup.mjs'];
/** Looks at what is written; the longest first. */
const LOOKS = [
  ['Types', bin('tsc'), '--noEmit', '-p', '.'],
  ['Lint and format', bin('biome'), 'ci', '--colors=off', '.'],
  ['Import arrows', bin('depcruise'), '--config', '.dependency-cruiser.cjs', 'src', 'schema', 'temporal'],
  ['GraphQL schema is the committed one', bin('tsx'), 'scripts/print-schema.ts', '--check'],
  ['GraphQL schema keeps its rules', bin('eslint'), 'schema/schema.graphql'],
  ['Migrations lead to the schema', bin('tsx'), 'scripts/migrate.ts', 'drift'],
];
const TESTS = ['Tests', bin('vitest'), 'run'];
/** Each takes one core for the most part. */
const LOOKS_AT_A_TIME = 2;

const failed = [];

/** @returns whether it succeeded */
async function perform([title, command, ...args]) {
  const start = performance.now();
  const { code, output } = await run(command, args, { shell: process.platform === 'win32' });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  say(`${code === 0 ? '✓' : '✗'} ${title} (${seconds} s)`);
  if (code === 0) return true;
  failed.push(title);
  say(`\n${output.trim()}\n`);
  return false;
}

// Without it nothing else can say anything useful.
if (await perform(SET_UP)) {
  const left = [...LOOKS];
  const lane = async () => {
    for (let step = left.shift(); step; step = left.shift()) await perform(step);
  };
  await Promise.all(Array.from({ length: LOOKS_AT_A_TIME }, lane));
  if (!process.argv.includes('--no-tests')) await perform(TESTS);
}
say(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
