import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const lines = (file: string) =>
  readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));

test('the image is built from what is named, without history, settings, tests or examples', () => {
  const [everything, ...named] = lines('.dockerignore');
  expect(everything).toBe('*');
  expect(named.every((line) => line.startsWith('!'))).toBe(true);
  for (const kept of ['.git', '.env', 'tests', 'bench', 'examples', '.bidwright'])
    expect(named.filter((line) => line.slice(1).split('/')[0] === kept)).toEqual([]);
});

test('the image runs in production mode, as nobody in particular', () => {
  const last = lines('Dockerfile')
    .join('\n')
    .split(/^FROM /m)
    .at(-1)!;
  expect(last).toMatch(/^ENV NODE_ENV=production/m);
  expect(last).toMatch(/^USER node$/m);
  expect(last).not.toMatch(/^COPY (--\S+ )?\. /m);
});
