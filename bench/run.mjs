// npm run bench            lists the benchmarks
// npm run bench <name> …   runs one of them
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const folder = import.meta.dirname;
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -3));
const [name, ...rest] = process.argv.slice(2);

if (!name || !names.includes(name)) {
  console.log(`${name ? `There is no benchmark "${name}". ` : ''}Benchmarks: ${names.join(', ')}`);
  process.exit(name ? 1 : 0);
}
const { status } = spawnSync(process.execPath, ['--import', 'tsx', `${folder}/${name}.ts`, ...rest], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
