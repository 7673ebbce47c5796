/**
 * Counts what is labelled, and says how far two readers agree on what was labelled twice:
 * `npx tsx bench/labelling/agreement.ts [--odd]` (with `--odd` the units they differ on). Cohen's kappa over the labels, and over
 * whether a unit is asked of the vendor at all (question, requirement, instruction); units in doubt for either count neither way.
 */
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { groupsOf, LABELS, type Letter, type Mark, type Paper, readLabelled } from './papers.js';

const folder = resolve(import.meta.dirname, '../labels');

interface Labelled {
  paper: Paper;
  units: [Mark, string][];
}

function load(file: string): Labelled {
  const { paper, blocks } = readLabelled(file);
  return { paper, units: blocks.flatMap(({ cells }) => cells.flat()) };
}

const all = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => load(`${folder}/${name}`));
for (const [kind, papers] of groupsOf(all, ({ paper }) => paper.kind)) {
  const units = papers.flatMap((paper) => paper.units);
  const counts = Object.keys(LABELS).map(
    (letter) => `${letter} ${units.filter(([mark]) => mark[0] === letter).length}`,
  );
  console.log(`${kind}: ${papers.length} papers, ${units.length} units (${counts.join(', ')})`);
}
console.log(`in all: ${all.length} papers, ${all.flatMap(({ units }) => units).length} units`);

const pairs: [Letter, Letter, string][] = [];
for (const { paper, units } of all) {
  const again = `${folder}/second/${paper.id}.jsonl`;
  if (!existsSync(again)) continue;
  const second = load(again).units;
  if (second.length !== units.length) throw new Error(`${paper.id}: the two readings differ in their units`);
  units.forEach(([mark, text], i) => {
    const other = second[i]![0];
    if (mark.endsWith('?') || other.endsWith('?')) return;
    pairs.push([mark[0] as Letter, other[0] as Letter, text]);
  });
}
if (pairs.length) {
  const asked = (letter: Letter) => ('qri'.includes(letter) ? 'asked' : 'not');
  console.log(`labelled twice: ${pairs.length} units`);
  console.log(`  labels: ${agreement(pairs.map(([one, two]) => [one, two]))}`);
  console.log(`  asked or not: ${agreement(pairs.map(([one, two]) => [asked(one), asked(two)]))}`);
  if (process.argv.includes('--odd'))
    for (const [one, two, text] of pairs)
      if (one !== two) console.log(`  ${one} ${two} ${text.slice(0, 160)}`);
}

function agreement(values: [string, string][]): string {
  const same = values.filter(([one, two]) => one === two).length / values.length;
  const share = (side: 0 | 1, label: string) =>
    values.filter((value) => value[side] === label).length / values.length;
  const labels = new Set(values.flat());
  const byChance = [...labels].reduce((sum, label) => sum + share(0, label) * share(1, label), 0);
  return `${(same * 100).toFixed(1)} % the same, kappa ${((same - byChance) / (1 - byChance)).toFixed(3)}`;
}
