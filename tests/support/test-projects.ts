import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import typescript from 'typescript';

const TESTS = resolve(import.meta.dirname, '..');

/** How the servers of a run are reached: whoever imports it, at whatever remove, needs them. */
const SERVERS = join(import.meta.dirname, 'servers.ts');

/**
 * Divides the test files by what they import: those that are code alone, and those over the servers of the run.
 * @returns paths from the root of the checkout
 */
export function testProjects(): { pure: string[]; service: string[] } {
  const needs = new Map([[SERVERS, true]]);
  const needsServers = (file: string): boolean => {
    const known = needs.get(file);
    if (known !== undefined) return known;
    needs.set(file, false); // While it is looked at: imports may go in circles.
    const needed = importsOf(file).some(needsServers);
    needs.set(file, needed);
    return needed;
  };
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .sort();
  const [service, pure] = [true, false].map((needed) =>
    files
      .filter((name) => needsServers(join(TESTS, name)) === needed)
      .map((name) => `tests/${name.replaceAll('\\', '/')}`),
  );
  return { pure: pure!, service: service! };
}

/** The modules below tests/ that a file imports. */
const importsOf = (file: string): string[] =>
  typescript
    .preProcessFile(readFileSync(file, 'utf8'))
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => resolve(dirname(file), fileName.replace(/\.js$/, '.ts')))
    .filter((path) => path.startsWith(TESTS) && path.endsWith('.ts'));
