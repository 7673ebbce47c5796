/**
 * Trains a statistical labeller on bench/labels and says how it does on papers that it has not seen, beside the rules in the same
 * run: `npx tsx bench/labelling/train.ts [--curve]`; with `--ship` it trains on all and writes what the product reads. Cross-validation by paper, papers that share text on one side; docs/labelling.md has the
 * figures. The same labels give the same figures in every run.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Decision } from '../../src/rfp/extraction/decision.js';
import { readByRules } from '../../src/rfp/extraction/label.js';
import { featuresOf } from '../../src/rfp/extraction/trained/features.js';
import { weigh } from '../../src/rfp/extraction/trained/label.js';
import { classifier, inputOf, packWeights } from '../../src/rfp/extraction/trained/weights.js';
import type { UnitLabel } from '../../src/rfp/extraction-types.js';
import { type LabelledPaper, loadPapers } from './labelled.js';
import { learn, randomFrom, shuffle } from './learner.js';
import { groupsOf, LABELS } from './papers.js';
import { scoreOf, sumUp } from './scoring.js';

const CLASSES = Object.keys(LABELS).join('');
const CLAUSE = CLASSES.indexOf('c');
const ASKED: UnitLabel[] = ['question', 'requirement', 'instruction'];
const PARTS = 5;
/** Of papers that ask less than this, one unit more or less is all of the figure. */
const FEW = 8;
/** Share of the longer units two papers have to share to count as one text. */
const SAME = 0.3;
/** Papers of one author, whose names begin alike: docs/labelling.md. */
const OF_ONE_AUTHOR = /^(?:alaska|uk|vsaq|pretix|filecoin|w3f|bim|near|ag)-/;

interface Example extends LabelledPaper {
  rules: Decision[];
  inputs: Uint32Array[];
  part: number;
}
type Probabilities = Map<Example, Float64Array[]>;

function read(paper: LabelledPaper): Example {
  const reading = readByRules(paper.document, paper.units);
  const features = featuresOf(reading);
  return {
    ...paper,
    rules: reading.decisions,
    inputs: paper.units.map(({ index }) => inputOf(features(index))),
    part: 0,
  };
}

const examples = loadPapers().map(read);
/** Papers on which rules, features and tests were written: in every training, in no figure. */
const ofDesign = loadPapers(resolve(import.meta.dirname, '../labels/design')).map(read);
const groups = shuffle(groupsOfSameText(examples), randomFrom(1));
groups.forEach((group, at) => {
  for (const example of group) example.part = at % PARTS;
});
const order = groups.flat();

/** Papers that share text or their author, together; clauses that regulations prescribe do not make two papers one. */
function groupsOfSameText(papers: Example[]): Example[][] {
  const texts = papers.map(
    ({ units, marks }) =>
      new Set(
        units.filter(({ text }, at) => text.length > 60 && marks[at]![0] !== 'c').map(({ text }) => text),
      ),
  );
  const authors = papers.map(({ paper }) => OF_ONE_AUTHOR.exec(paper.id)?.[0]);
  const found: number[][] = [];
  for (const [at, own] of texts.entries()) {
    const share = (other: ReadonlySet<string>) =>
      [...own].filter((text) => other.has(text)).length / Math.max(1, Math.min(own.size, other.size));
    const near = found.filter((group) =>
      group.some(
        (other) =>
          share(texts[other]!) >= SAME || (authors[at] !== undefined && authors[at] === authors[other]),
      ),
    );
    for (const group of near) found.splice(found.indexOf(group), 1);
    found.push([...near.flat(), at]);
  }
  return found.map((group) => group.map((at) => papers[at]!));
}

function train(papers: Example[]) {
  const samples = [...papers, ...ofDesign].map(({ marks, inputs }) =>
    marks.flatMap((mark, at) =>
      mark.endsWith('?') ? [] : { input: inputs[at]!, target: CLASSES.indexOf(mark) },
    ),
  );
  return learn(samples, CLASSES);
}

/** What a model that has not seen a paper says of its units; trained on at most `most` papers. */
function crossValidate(most = Number.POSITIVE_INFINITY): Probabilities {
  const said: Probabilities = new Map();
  for (let part = 0; part < PARTS; part++) {
    const classify = classifier(train(order.filter((paper) => paper.part !== part).slice(0, most)));
    for (const paper of examples.filter((other) => other.part === part))
      said.set(
        paper,
        paper.inputs.map((input) => classify(input)),
      );
  }
  return said;
}

/** As the product decides, with what is learnt and with rules where structure decides. */
const asShipped =
  (said: Probabilities): Labeller =>
  (paper) =>
    said.get(paper)!.map((probabilities, at) => weigh(paper.rules[at]!, probabilities, CLAUSE).label);

/** By what is learnt alone: a unit is asked from a probability on. */
const learntAlone =
  (said: Probabilities, least: number): Labeller =>
  (paper) =>
    said.get(paper)!.map((probabilities) => {
      const asked = ASKED.map((_, k) => probabilities[k]!);
      const total = asked.reduce((sum, own) => sum + own, 0);
      return total < least ? 'context' : ASKED[asked.indexOf(Math.max(...asked))]!;
    });

type Labeller = (paper: Example) => UnitLabel[];
const byRules: Labeller = ({ rules }) => rules.map(({ label }) => label);

function row(name: string, labeller: Labeller, papers = examples): void {
  const { recall, precision, kind } = sumUp(papers.map((paper) => scoreOf(paper, labeller(paper))));
  const cells = [recall, precision, kind].map((value) =>
    (Number.isNaN(value) ? '–' : value.toFixed(3)).padStart(10),
  );
  console.log(`${name.padEnd(44)}${cells.join('')}`);
}

const SHIPPED = resolve(import.meta.dirname, '../../src/rfp/extraction/trained/weights.bin');
if (process.argv.includes('--ship')) {
  const file = packWeights(train(examples));
  writeFileSync(SHIPPED, file);
  console.log(`${SHIPPED}: ${file.length} bytes`);
  process.exit(0);
}

const units = examples.reduce((sum, paper) => sum + paper.units.length, 0);
console.log(`${examples.length} papers, ${units} units, ${groups.length} groups of papers, ${PARTS} parts`);
console.log(`${''.padEnd(44)}    recall precision      kind`);
row('rules', byRules);
const said = crossValidate();
const trained = asShipped(said);
row('trained, as shipped', trained);
for (const least of [0.3, 0.4, 0.5]) row(`what is learnt alone, from ${least}`, learntAlone(said, least));
const asking = examples.filter(({ marks }) => marks.filter((mark) => /^[qri]$/.test(mark)).length >= FEW);
row(`at least ${FEW} units asked (${asking.length}): rules`, byRules, asking);
row(`at least ${FEW} units asked (${asking.length}): trained`, trained, asking);

for (const [kind, papers] of groupsOf(examples, ({ paper }) => paper.kind)) {
  row(`${kind} (${papers.length}): rules`, byRules, papers);
  row(`${kind} (${papers.length}): trained`, trained, papers);
}
if (process.argv.includes('--curve'))
  for (const most of [20, 40, 80, 120]) row(`trained on ${most} papers`, asShipped(crossValidate(most)));

console.log('ten worst papers by recall times precision, trained:');
const scored = examples.flatMap((paper) => {
  const score = scoreOf(paper, trained(paper));
  if (score.gold === 0) return [];
  return { paper, score, both: (score.found / score.gold) * (score.right / Math.max(1, score.said)) };
});
for (const { paper, score } of scored.toSorted((a, b) => a.both - b.both).slice(0, 10))
  console.log(
    `  ${paper.paper.id} (${paper.paper.kind}): ${score.found} of ${score.gold} found, ${score.right} of ${score.said} right`,
  );
