// npm run bench mutation [-- word …]   changes the product in one place at a time, and looks whether a test notices
//
// With words, only in files whose path has one of them. The mutants are in bench/mutation/mutants.ts. Files are changed
// in place and restored; do not edit them meanwhile.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createVitest } from 'vitest/node';
import { MUTANTS, type Mutant } from './mutation/mutants.js';

const words = process.argv.slice(2);
const chosen = MUTANTS.filter(({ file }) => words.length === 0 || words.some((word) => file.includes(word)));
if (chosen.length === 0) throw new Error(`No mutant is in a file with ${words.join(', ')} in its path.`);

const vitest = await createVitest('test', {
  watch: false,
  reporters: [{}],
  maxWorkers: 1,
  testTimeout: 120_000,
});

/** The names of the tests that fail, those of files that cannot be loaded among them. */
async function failuresOf(tests: readonly string[]): Promise<string[]> {
  const paths = tests.map((test) => resolve(test));
  const specifications = (await vitest.globTestSpecifications()).filter(({ moduleId }) =>
    paths.includes(moduleId),
  );
  if (specifications.length !== paths.length)
    throw new Error(`Not all of these are test files: ${tests.join(', ')}`);
  const { testModules } = await vitest.runTestSpecifications(specifications);
  // Of earlier runs it still knows as well.
  const own = testModules.filter(({ moduleId }) => paths.includes(moduleId));
  return own.flatMap((module) => {
    const failed = [...module.children.allTests('failed')].map(({ fullName }) => fullName);
    return failed.length || module.ok() ? failed : [module.moduleId];
  });
}

/** Fails where the text to change is not there once: the product has changed, and the mutant must follow. */
function mutate({ file, from, to }: Mutant): () => void {
  const path = resolve(file);
  const original = readFileSync(path, 'utf8');
  if (original.split(from).length !== 2) throw new Error(`${file} does not have exactly once: ${from}`);
  const write = (text: string) => {
    writeFileSync(path, text);
    vitest.invalidateFile(path);
  };
  write(original.replace(from, () => to));
  return () => write(original);
}

/** What fails without any mutant, on a machine that is too busy, say: it finds nothing. */
const failing = new Map<Mutant['tests'], ReadonlySet<string>>();
const survivors: Mutant[] = [];
try {
  for (const tests of new Set(chosen.map(({ tests }) => tests))) {
    failing.set(tests, new Set(await failuresOf(tests)));
    for (const name of failing.get(tests)!) console.log(`fails without a mutant: ${name}`);
  }
  for (const [at, mutant] of chosen.entries()) {
    const { file, from, to, tests } = mutant;
    const restore = mutate(mutant);
    process.once('SIGINT', restore);
    const all = await failuresOf(tests).finally(restore);
    const failures = all.filter((name) => !failing.get(tests)!.has(name));
    process.off('SIGINT', restore);
    if (!failures.length) survivors.push(mutant);
    const verdict = failures.length ? `found by ${failures.length}: ${failures[0]}` : 'NOT FOUND';
    console.log(`${at + 1}/${chosen.length} ${file}\n    ${from}\n    ${to}\n    ${verdict}`);
  }
} finally {
  await vitest.close();
}
const found = chosen.length - survivors.length;
console.log(`${found} of ${chosen.length} mutants found, ${((100 * found) / chosen.length).toFixed(0)} %`);
process.exit(survivors.length ? 1 : 0);
