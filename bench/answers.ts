/*
 * Whether the rule-based engine answers what the knowledge base answers, and refuses the rest.
 *
 *   npm run bench answers                      both parts
 *   npm run bench answers design [-- --misses] one part; with what was not right
 *
 * 489 questions on excerpts of public handbooks, policies and product pages of eight companies, in `bench/answers`: four
 * companies to design with, four to report on (docs/answers.md). The documents are added as knowledge by the product's own
 * use case, the questions go the way of a run.
 *
 * The limit is that every answer is right. The peer is an engine that refuses everything: each question that has an answer
 * costs it 1; a wrong answer, also one by half that is given for the whole, costs 5.
 */
import { applicationOver, askAll, type Drafted } from './answers/ask.js';
import { answers, isWrong, OUTCOMES, outcomeOf, PRICE_OF_WRONG } from './answers/judge.js';
import { PARTS, type Part } from './answers/set.js';
import { benchDatabase } from './support/database.js';
import { reliability } from './support/logistic.js';
import { table } from './support/stage.js';

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function row(name: string, drafted: Drafted[]) {
  const outcomes = drafted.map(({ asked, draft }) => outcomeOf(asked, draft));
  const count = (outcome: string) => outcomes.filter((one) => one === outcome).length;
  const answerable = drafted.filter(({ asked }) => asked.expect !== 'none').length;
  const wrong = outcomes.filter(isWrong).length;
  const price = PRICE_OF_WRONG * wrong + count('refused wrongly');
  return {
    '': name,
    n: drafted.length,
    ...Object.fromEntries(OUTCOMES.map((outcome) => [outcome, count(outcome)])),
    'wrong or half, of all': percent(wrong / drafted.length),
    'refused wrongly, of the answerable': answerable ? percent(count('refused wrongly') / answerable) : '–',
    'price, refusing all': `${price}, ${answerable}`,
  };
}

function print(part: Part, drafted: Drafted[]): void {
  console.log(`\n## ${part}: ${PARTS[part].join(', ')}\n`);
  const kinds = [...new Set(drafted.map(({ asked }) => asked.kind))].sort();
  const companies = [...new Set(drafted.map(({ company }) => company))];
  console.log(
    table([
      ...kinds.map((kind) =>
        row(
          kind,
          drafted.filter(({ asked }) => asked.kind === kind),
        ),
      ),
      ...companies.map((name) =>
        row(
          name,
          drafted.filter(({ company }) => company === name),
        ),
      ),
      row('all', drafted),
    ]),
  );
  const judged = drafted.map(({ asked, draft }) => ({
    confidence: draft.confidence,
    right: asked.expect === 'answer' && answers(asked, draft.text),
  }));
  const { rows, error } = reliability(judged);
  const right = judged.filter((one) => one.right).length / judged.length;
  console.log(
    `\nCalibration: expected error ${error.toFixed(3)}; ${right.toFixed(3)} of the texts answer.\n`,
  );
  console.log(
    table(
      rows.map(({ from, to, n, confidence, right }) => ({
        confidence: `${from.toFixed(1)} to ${to.toFixed(1)}`,
        n,
        mean: confidence.toFixed(3),
        answer: right.toFixed(3),
      })),
    ),
  );
}

function printMisses(drafted: Drafted[]): void {
  for (const { asked, draft } of drafted) {
    const outcome = outcomeOf(asked, draft);
    if (outcome === 'right' || outcome === 'refused rightly') continue;
    const text = draft.text.replace(/\s+/g, ' ').slice(0, 600);
    console.log(`\n${outcome} [${asked.id}, ${asked.kind}, expected ${asked.expect}] ${asked.question}`);
    console.log(`    ${draft.status} ${draft.confidence}: ${text}`);
  }
}

const only = process.argv.find((word): word is Part => word in PARTS);
await using database = await benchDatabase();
const app = await applicationOver(database.url);
for (const part of only ? [only] : (Object.keys(PARTS) as Part[])) {
  const began = performance.now();
  const drafted = await askAll(app, part);
  const each = (performance.now() - began) / drafted.length;
  print(part, drafted);
  console.log(`\n${drafted.length} questions, ${each.toFixed(0)} ms each.`);
  if (process.argv.includes('--misses')) printMisses(drafted);
}
await app.close();
