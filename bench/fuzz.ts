// npm run bench fuzz -- --minutes 5 [--seed 1]
//
// Changes real files at random and reads each in the sandbox, as the service does. Says every file that is neither
// read well nor refused with a reason, with the seed that makes it again.
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DocumentSandbox } from '../src/formats/index.js';
import { type Finding, originals, tryVariant } from '../tests/hostile/support/fuzz.js';
import { temporaryFolder } from '../tests/support/folder.js';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string' } },
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) {
  console.error('--minutes takes a number above 0.');
  process.exit(1);
}
const first = Number(values.seed ?? Date.now() % 1_000_000_000);
const workers = Math.max(1, Math.min(4, cpus().length));
const sandbox = new DocumentSandbox({ concurrency: workers, inspectTimeoutMs: 60_000 });
using folder = temporaryFolder();
const files = originals();
const end = Date.now() + minutes * 60_000;
const findings: Finding[] = [];
let seed = first;

console.log(
  `${files.map(({ name }) => name).join(', ')}\n${minutes} minutes from seed ${first} on, ${workers} at a time`,
);
await Promise.all(
  Array.from({ length: workers }, async (_, worker) => {
    while (Date.now() < end) {
      const mine = seed++;
      const original = files[mine % files.length]!;
      const finding = await tryVariant(sandbox, original, mine, join(folder.path, String(worker)));
      if (!finding) continue;
      findings.push(finding);
      console.log(`${finding.file}, seed ${finding.seed}: ${finding.problem}`);
    }
  }),
);
const memory = Math.round(process.memoryUsage().rss / 1024 / 1024);
console.log(`${seed - first} files, ${findings.length} findings; ${memory} MB held at the end`);
// Not process.exit, which would leave the folder behind.
process.exitCode = findings.length ? 1 : 0;
