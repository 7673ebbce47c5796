import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SECTIONS } from './asvs-requirements.js';

const VERDICTS = ['held', 'partly', 'not held', 'does not apply'];

const root = new URL('../../', import.meta.url);
const docs = new URL('docs/', root);
const page = readFileSync(new URL('asvs.md', docs), 'utf8');

interface Row {
  id: string;
  level: number;
  asks: string;
  verdict: string;
  evidence: string;
}

const cells = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

const rows = page
  .split('\n')
  .filter((line) => /^\| V\d/.test(line))
  .map((line): Row => {
    const [id = '', level, asks = '', verdict = '', evidence = ''] = cells(line);
    return { id, level: Number(level), asks, verdict, evidence };
  });

const requirements = Object.entries(SECTIONS).flatMap(([section, levels]) =>
  levels.map((level, index) => [`V${section}.${index + 1}`, level] as const),
);

test('every requirement of levels 1 and 2 has its row, in their order', () => {
  expect(rows.map(({ id, level }) => [id, level])).toEqual(requirements);
  expect(requirements.length).toBe(254);
});

test('rows say what is asked, what we think, and why', () => {
  for (const { id, asks, verdict, evidence } of rows) {
    expect(VERDICTS, id).toContain(verdict);
    expect(asks.length, id).toBeGreaterThan(5);
    expect(evidence, id).not.toBe('');
    // A file, a section, or what the row before names.
    if (verdict === 'held') expect(evidence, id).toMatch(/`|\]\(|[Tt]he same/);
  }
});

test('the summary counts the rows', () => {
  const lines = page.split('\n').map(cells);
  const count = (level: number, verdict?: string) =>
    rows.filter((row) => row.level === level && (!verdict || row.verdict === verdict)).length;
  for (const verdict of VERDICTS)
    expect(lines.find(([first]) => first === verdict)?.slice(0, 3)).toEqual(
      count(1, verdict) + count(2, verdict)
        ? [verdict, `${count(1, verdict)}`, `${count(2, verdict)}`]
        : undefined,
    );
  expect(lines.find(([first]) => first === 'all')?.slice(0, 3)).toEqual([
    'all',
    `${count(1)}`,
    `${count(2)}`,
  ]);
});

const FILE = /`((?:docs|prisma|schema|scripts|src|temporal|tests)\/[^`\s]+|[\w.-]+\.(?:json|md|yml))`/g;
const LINK = /\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g;
/** A file, or a name that stands in the last file before it. */
const FILE_OR_NAME = /`(tests\/[^`]+)`|"([^"]+)"/g;

const slugOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

describe.each(rows.map((row) => [row.id, row.evidence] as const))('the evidence of %s', (_id, evidence) => {
  test('names files, tests and sections that are there', () => {
    for (const [, file] of evidence.matchAll(FILE)) expect(existsSync(new URL(file!, root)), file).toBe(true);

    let source = '';
    for (const [, file, name] of evidence.matchAll(FILE_OR_NAME)) {
      if (file) source = readFileSync(new URL(file, root), 'utf8');
      else expect(source, name).toContain(name);
    }

    for (const [, file, anchor] of evidence.matchAll(LINK)) {
      const text = readFileSync(file ? new URL(file, docs) : new URL('asvs.md', docs), 'utf8');
      const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slugOf(heading!));
      if (anchor) expect(headings, `${file}#${anchor}`).toContain(anchor);
    }
  });
});
