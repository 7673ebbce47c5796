/**
 * Trains a statistical labeller on bench/labels and says how it does on papers that it has not seen, beside the rules in the same
 * run: `npx tsx bench/labelling/train.ts`. Cross-validation by paper, papers that share text on one side; docs/labelling.md has the
 * figures. The same labels give the same figures in every run.
 */
import { readByRules } from '../../src/rfp/extraction/label.js';
import type { UnitLabel } from '../../src/rfp/extraction-types.js';
import { featuresOf, isOfRules } from './features.js';
import { type LabelledPaper, loadPapers } from './labelled.js';
import { classify, fitLinear, inputOf, randomFrom, shuffle } from './learner.js';
import { groupsOf, LABELS } from './papers.js';
import { scoreOf, sumUp } from './scoring.js';

const CLASSES = Object.keys(LABELS);
const ASKED: UnitLabel[] = ['question', 'requirement', 'instruction'];
const PARTS = 5;
/** Share of the longer units two papers have to share to count as one text. */
const SAME = 0.3;
/** Papers of one author, whose names begin alike: docs/labelling.md. */
const OF_ONE_AUTHOR = /^(?:alaska|uk|vsaq|pretix|filecoin|w3f|bim|near|ag)-/;

interface Example extends LabelledPaper {
  rules: UnitLabel[];
  full: Uint32Array[];
  withoutRules: Uint32Array[];
  part: number;
}
type Inputs = 'full' | 'withoutRules';
type Probabilities = Map<Example, Float64Array[]>;

const examples = loadPapers().map((paper): Example => {
  const reading = readByRules(paper.document, paper.units);
  const features = featuresOf(reading);
  return {
    ...paper,
    rules: reading.decisions.map(({ label }) => label),
    full: features.map(inputOf),
    withoutRules: features.map((own) => inputOf(own.filter((feature) => !isOfRules(feature)))),
    part: 0,
  };
});
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

function train(papers: Example[], inputs: Inputs) {
  const samples = papers.flatMap((paper) =>
    paper.marks.flatMap((mark, at) =>
      mark.endsWith('?') ? [] : { input: paper[inputs][at]!, target: CLASSES.indexOf(mark) },
    ),
  );
  return fitLinear(samples, CLASSES.length);
}

/** What a model that has not seen a paper says of its units; trained on at most `most` papers. */
function crossValidate(inputs: Inputs, most = Number.POSITIVE_INFINITY): Probabilities {
  const said: Probabilities = new Map();
  for (let part = 0; part < PARTS; part++) {
    const model = train(order.filter((paper) => paper.part !== part).slice(0, most), inputs);
    for (const paper of examples.filter((other) => other.part === part))
      said.set(
        paper,
        paper[inputs].map((input) => classify(model, input)),
      );
  }
  return said;
}

/** A unit is asked from this probability on; `ifRulesAsk` where the rules say so too. */
function labelsFrom(said: Probabilities, least: number, ifRulesAsk = least) {
  return (paper: Example): UnitLabel[] =>
    said.get(paper)!.map((probabilities, at) => {
      const byRules = paper.rules[at]!;
      const asked = ASKED.map((_, k) => probabilities[k]!);
      const total = asked.reduce((sum, own) => sum + own, 0);
      if (total < (ASKED.includes(byRules) ? ifRulesAsk : least)) return 'context';
      return ASKED[asked.indexOf(Math.max(...asked))]!;
    });
}

type Labeller = (paper: Example) => UnitLabel[];
const byRules: Labeller = ({ rules }) => rules;

function row(name: string, labeller: Labeller, papers = examples): void {
  const { recall, precision, kind } = sumUp(papers.map((paper) => scoreOf(paper, labeller(paper))));
  const cells = [recall, precision, kind].map((value) =>
    (Number.isNaN(value) ? '–' : value.toFixed(3)).padStart(10),
  );
  console.log(`${name.padEnd(44)}${cells.join('')}`);
}

const units = examples.reduce((sum, paper) => sum + paper.units.length, 0);
console.log(`${examples.length} papers, ${units} units, ${groups.length} groups of papers, ${PARTS} parts`);
console.log(`${''.padEnd(44)}    recall precision      kind`);
row('rules', byRules);
const full = crossValidate('full');
for (const least of [0.3, 0.4, 0.5]) row(`trained, from ${least}`, labelsFrom(full, least));
row('trained, from 0.5, from 0.2 if rules ask', labelsFrom(full, 0.5, 0.2));
const withoutRules = crossValidate('withoutRules');
for (const least of [0.3, 0.4, 0.5])
  row(`trained without rules, from ${least}`, labelsFrom(withoutRules, least));

const trained = labelsFrom(full, 0.4);
for (const [kind, papers] of groupsOf(examples, ({ paper }) => paper.kind)) {
  row(`${kind} (${papers.length}): rules`, byRules, papers);
  row(`${kind} (${papers.length}): trained, from 0.4`, trained, papers);
}
for (const most of [20, 40, 80, 120])
  row(`trained on ${most} papers, from 0.4`, labelsFrom(crossValidate('full', most), 0.4));

console.log('ten worst papers by recall times precision, trained, from 0.4:');
const scored = examples.flatMap((paper) => {
  const score = scoreOf(paper, trained(paper));
  if (score.gold === 0) return [];
  return { paper, score, both: (score.found / score.gold) * (score.right / Math.max(1, score.said)) };
});
for (const { paper, score } of scored.toSorted((a, b) => a.both - b.both).slice(0, 10))
  console.log(
    `  ${paper.paper.id} (${paper.paper.kind}): ${score.found} of ${score.gold} found, ${score.right} of ${score.said} right`,
  );
