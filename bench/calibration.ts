/*
 * Whether the confidence of the rule-based engine is what it says. `npm run bench calibration [-- --fit] [--choose]`
 *
 * Needs ../shared/data/retrieval: k8s_prr_answers.jsonl, one questionnaire answered by some 230 teams, and
 * xquad.en.json.
 *
 * About a third of the answers is withheld. The knowledge holds the others, once as question/answer pairs, once as
 * documents in which the question is the heading. Every second question is asked for its team. An answer is right where
 * at least half of what it quotes is that team's own answer to that very question; where that was withheld, any answer
 * is wrong. The same with every second question of XQuAD and its paragraphs. Teams and paragraphs fall into thirds:
 * `--fit` fits on the first, with XQuAD counted three times, so that no set outweighs another; features are chosen on the
 * second, which `--choose` prints; else what is printed is measured on the third.
 *
 * The limit is an error of 0. The peer is a constant: the share that is right in the first third, given to all.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { App } from '../src/app-types.js';
import { confidenceOf, featuresOf, type Grounds } from '../src/grounding/index.js';
import type { Hit } from '../src/knowledge/index.js';
import { draftedFrom, findEvidence } from '../src/rfp/evidence.js';
import { composeByRules } from '../src/rfp/prompts/draft-answer/rules.js';
import { type Entry, scratchKnowledge } from '../tests/knowledge/scratch.js';
import { benchDatabase } from './support/database.js';
import { fitLogistic, reliability } from './support/logistic.js';

interface Row {
  title: string;
  section: string;
  question: string;
  answer: string;
}
interface Asked {
  set: Mode | 'xquad';
  third: number;
  right: boolean;
  grounds: Grounds | null;
}
type Mode = 'pairs' | 'documents';
interface Xquad {
  data: { title: string; paragraphs: { context: string; qas: { question: string }[] }[] }[];
}

const EVERY = 2;
/** It has a third as many questions as either form of the questionnaire. */
const XQUAD_COUNTS = 3;
const folder = resolve(import.meta.dirname, '../../shared/data/retrieval');

const lines = readFileSync(`${folder}/k8s_prr_answers.jsonl`, 'utf8').trim().split('\n');
const rows = [
  ...new Map(
    lines.map((line) => JSON.parse(line) as Row).map((row) => [`${row.title}\n${row.question}`, row]),
  ).values(),
];
const titles = [...new Set(rows.map(({ title }) => title))];
/** Always the same third, spread over teams and questions. */
const isWithheld = (index: number) => (index * 7919) % 97 < 32;

const headingOf = ({ section, question }: Row) => `${section} > ${question}`;
const passageOf: Record<Mode, (row: Row) => Entry['passages'][number]> = {
  pairs: (row) => ({ text: row.answer, question: row.question, section: row.section }),
  documents: (row) => ({ text: row.answer, section: headingOf(row) }),
};
const isOwn = (mode: Mode, row: Row, hit: Hit) =>
  hit.title === row.title &&
  hit.text === row.answer &&
  (mode === 'pairs' ? hit.question === row.question : hit.section === headingOf(row));

await using database = await benchDatabase();
await using knowledge = await scratchKnowledge(database.url);
const app = { sql: knowledge.sql, models: { embedder: async () => null } } as unknown as App;

async function ask(mode: Mode): Promise<Asked[]> {
  const entries = titles.map((title): Entry => {
    const own = rows.filter((row, i) => row.title === title && !isWithheld(i));
    return { title, passages: own.map(passageOf[mode]) };
  });
  const organizationId = await knowledge.tenant(entries);
  const asked: Asked[] = [];
  for (const [i, row] of rows.entries()) {
    if (i % EVERY) continue;
    const question = `${row.title}: ${row.question}`;
    const isRight = (hit: Hit) => !isWithheld(i) && isOwn(mode, row, hit);
    asked.push({
      set: mode,
      third: titles.indexOf(row.title) % 3,
      ...(await answer(organizationId, question, isRight)),
    });
  }
  return asked;
}

/** Questions in people's own words, on paragraphs of an encyclopedia. */
async function askXquad(): Promise<Asked[]> {
  const { data } = JSON.parse(readFileSync(`${folder}/xquad.en.json`, 'utf8')) as Xquad;
  const paragraphs = data.flatMap(({ title, paragraphs }) => paragraphs.map((one) => ({ ...one, title })));
  const organizationId = await knowledge.tenant(
    data.map(({ title }) => ({
      title,
      passages: paragraphs
        .filter((one, i) => one.title === title && !isWithheld(i))
        .map(({ context }) => ({ text: context })),
    })),
  );
  const asked: Asked[] = [];
  for (const [i, { context, qas }] of paragraphs.entries())
    for (const { question } of qas.filter((_, n) => n % 2 === 0)) {
      const isRight = ({ text }: Hit) => !isWithheld(i) && text === context;
      const judged = await answer(organizationId, question, isRight);
      asked.push({ set: 'xquad', third: i % 3, ...judged });
    }
  return asked;
}

/** Has the rules answer, and judges by what they quote. */
async function answer(organizationId: string, question: string, isRight: (hit: Hit) => boolean) {
  const passages = draftedFrom(await findEvidence(app, organizationId, { query: question, question }));
  const rest = {
    section: null,
    context: null,
    guidance: null,
    clientName: '',
    industry: null,
    needsInputBelow: 0,
  };
  const { grounds, sources } = composeByRules({ question, kind: 'question', passages, ...rest });
  const right = new Set(passages.filter(isRight).map(({ passageId }) => passageId));
  const lengthOf = (some: typeof sources) => some.reduce((sum, { text }) => sum + text.length, 0);
  const own = lengthOf(sources.filter(({ passageId }) => right.has(passageId)));
  return { grounds, right: own > 0 && own * 2 >= lengthOf(sources) };
}

function print(name: string, asked: Asked[], other: Asked[]): void {
  const rightOf = (list: Asked[]) => list.filter(({ right }) => right).length / list.length;
  const { rows, error } = reliability(
    asked.map(({ right, grounds }) => ({ right, confidence: grounds ? confidenceOf(grounds) : 0 })),
  );
  const constant = reliability(asked.map(({ right }) => ({ right, confidence: rightOf(other) })));
  console.log(
    `${name}: ${asked.length} questions, ${rightOf(asked).toFixed(3)} right; expected calibration error ` +
      `${error.toFixed(3)} (a constant: ${constant.error.toFixed(3)})`,
  );
  for (const { from, to, n, confidence, right } of rows)
    console.log(
      `    ${from.toFixed(1)} to ${to.toFixed(1)}: confidence ${confidence.toFixed(3)}  right ${right.toFixed(3)}  n ${n}`,
    );
}

/** What becomes of the answers that are trusted at least so much; the threshold of NEEDS_INPUT is drawn from it. */
function printThresholds(asked: Asked[]): void {
  const judged = asked.map(({ right, grounds }) => ({
    right,
    confidence: grounds ? confidenceOf(grounds) : 0,
  }));
  console.log(
    'Drafted from a confidence of: share wrong, drafted; and of those just below, up to 0.05 less, share wrong',
  );
  for (const from of [0, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.31, 0.4, 0.6, 0.8]) {
    const drafted = judged.filter(({ confidence }) => confidence >= from);
    const below = judged.filter(({ confidence }) => confidence < from && confidence >= from - 0.05);
    const wrong = (some: typeof judged) =>
      (some.filter(({ right }) => !right).length / Math.max(1, some.length)).toFixed(3);
    console.log(
      `    ${from.toFixed(2)}: ${wrong(drafted)} of ${drafted.length}; ${wrong(below)} of ${below.length}`,
    );
  }
}

const all = [...(await ask('pairs')), ...(await ask('documents')), ...(await askXquad())];
const [fitted, chosen, measured] = [0, 1, 2].map((third) => all.filter((one) => one.third === third));
const reported = process.argv.includes('--choose') ? chosen! : measured!;
const printSet = (name: string, sets: Asked['set'][]) =>
  print(
    name,
    reported.filter(({ set }) => sets.includes(set)),
    fitted!.filter(({ set }) => sets.includes(set)),
  );
printSet('Questionnaire', ['pairs', 'documents']);
printSet('  as pairs', ['pairs']);
printSet('  as documents', ['documents']);
printSet('XQuAD', ['xquad']);
printSet('All', ['pairs', 'documents', 'xquad']);
printThresholds(reported);

if (process.argv.includes('--fit')) {
  const samples = fitted!.flatMap(({ set, grounds, right }) => {
    if (!grounds?.pick) return [];
    const sample = { features: featuresOf({ score: grounds.score, pick: grounds.pick }), right };
    return new Array<typeof sample>(set === 'xquad' ? XQUAD_COUNTS : 1).fill(sample);
  });
  console.log(
    `Weights: ${fitLogistic(samples)
      .map((weight) => weight.toFixed(2))
      .join(', ')}`,
  );
}
