/**
 * Stores the labels of a paper: `npx tsx bench/labelling/mark.ts FILE PAPER.json < marks`. `PAPER.json` holds `id`, `title`,
 * `source`, `licence`, `kind`, `language`, and `first` and `last` unit. A line of marks is `12 r`, `13-19 c?`, or `* x` for
 * all that no other line names; the last line that names a unit counts. Writes `bench/labels/<id>.jsonl`, or with
 * `--second` `bench/labels/second/<id>.jsonl`: what was labelled twice.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { groupsOf, isMark, labelledBlocks, type Mark, type Paper, readPaper } from './papers.js';

const [file, description] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const given = JSON.parse(readFileSync(description!, 'utf8')) as Paper & { first: number; last: number };
const { id, title, source, licence, kind, language, first, last } = given;
for (const [name, value] of Object.entries({ id, title, source, licence, kind, language }))
  if (typeof value !== 'string' || !value) throw new Error(`${description}: ${name} is missing`);
const read = await readPaper(file!);
if (!(first >= 0 && last >= first && last < read.units.length))
  throw new Error(`first and last have to lie in 0 to ${read.units.length - 1}`);

const marks = new Map<number, Mark>();
let other: Mark | null = null;
for (const line of readFileSync(0, 'utf8')
  .split('\n')
  .map((text) => text.trim())) {
  if (!line || line.startsWith('#')) continue;
  const [, which, mark] = /^(\*|\d+(?:-\d+)?)\s+(\S+)$/.exec(line) ?? [];
  if (!which || !mark || !isMark(mark)) throw new Error(`not understood: ${line}`);
  if (which === '*') {
    other = mark;
    continue;
  }
  const [from, to = from] = which.split('-').map(Number) as [number, number?];
  if (from < first || to! > last || to! < from) throw new Error(`outside of ${first} to ${last}: ${line}`);
  for (let unit = from; unit <= to!; unit++) marks.set(unit, mark);
}
for (let unit = first; unit <= last; unit++)
  if (!marks.has(unit)) {
    if (!other) throw new Error(`unit ${unit} has no mark`);
    marks.set(unit, other);
  }

const paper: Paper = {
  id,
  title,
  source,
  licence,
  kind,
  language,
  sha256: read.sha256,
  units: [first, last, read.units.length],
};
const folder = resolve(
  import.meta.dirname,
  process.argv.includes('--second') ? '../labels/second' : '../labels',
);
mkdirSync(folder, { recursive: true });
const lines = [paper, ...labelledBlocks(read, marks)].map((value) => JSON.stringify(value));
writeFileSync(`${folder}/${id}.jsonl`, `${lines.join('\n')}\n`);
const counts = [...groupsOf(marks.values(), (mark) => mark)].map(([mark, of]) => `${mark} ${of.length}`);
console.log(`${id}: ${marks.size} units: ${counts.join(', ')}`);
