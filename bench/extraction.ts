/**
 * Measures the rule-based extraction against labelled documents: `npx tsx bench/extraction.ts [--misses] [name]`.
 *
 * recall      share of the labelled items that some extracted question covers
 * precision   share of the extracted questions that cover a labelled item; not scored where only a part is labelled
 * negatives   share of the look-alikes (buyer's duties, evaluators' questions) wrongly extracted
 * right kind  share of the items found exactly (same words) whose kind is the labelled one
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { extractDocument, type SourceFormat } from '../src/formats/index.js';
import { extractLocally } from '../src/rfp/extraction/index.js';

interface GoldItem {
  text: string;
  kind: string;
  optional?: boolean;
}
interface Gold {
  doc: string;
  items: GoldItem[];
  negatives?: (string | { text: string })[];
  partial?: boolean;
}
interface Score {
  gold: number;
  predicted: number;
  recall: number | null;
  precision: number | null;
  negatives: number | null;
  byKind: Record<string, { n: number; recall: number }>;
}
type Scorer = (gold: Gold, predictions: { text: string }[]) => Score;

const shared = resolve(import.meta.dirname, '../../shared');
const FORMATS: Record<string, SourceFormat> = {
  pdf: 'pdf',
  docx: 'docx',
  doc: 'doc',
  txt: 'text',
  md: 'markdown',
};
const KINDS: Record<string, string> = { 'instruction-to-respond': 'instruction' };
const words = (text: string) =>
  text
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
    ?.join(' ') ?? '';
const mean = (values: (number | null)[]) => {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : Number.NaN;
};
const show = (value: number | null) => (value === null ? '    –' : value.toFixed(3)).padStart(9);

if (!existsSync(join(shared, 'data/gold'))) {
  console.log('No labelled documents here: nothing to measure.');
  process.exit(0);
}
const { score } = (await import(pathToFileURL(join(shared, 'tools/score-questions.mjs')).href)) as {
  score: Scorer;
};
const sampleFolder = resolve(import.meta.dirname, '../examples');
const [only] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const wantMisses = process.argv.includes('--misses');
const scores: Score[] = [];
console.log(
  `${'document'.padEnd(34)}${'gold'.padStart(5)}${'found'.padStart(6)}   recall precision negatives   ms`,
);
for (const file of readdirSync(join(shared, 'data/gold')).filter((name) => name.endsWith('.json'))) {
  if (only && !file.includes(only)) continue;
  const gold = JSON.parse(readFileSync(join(shared, 'data/gold', file), 'utf8')) as Gold;
  const result = await measure(file.replace(/^gold_|\.json$/g, ''), gold, join(shared, 'data', gold.doc));
  if (result) scores.push(result);
}
console.log(
  `${`mean of ${scores.length}`.padEnd(45)}${show(mean(scores.map((s) => s.recall)))} ${show(mean(scores.map((s) => s.precision)))} ${show(mean(scores.map((s) => s.negatives)))}`,
);

// The project's own sample. Its misses have been looked at, so it guards what was reached; it is not in the mean.
if (!only || 'sample_rfp'.includes(only)) {
  const items = JSON.parse(readFileSync(join(sampleFolder, 'sample-rfp.asked.json'), 'utf8')) as GoldItem[];
  const doc = 'sample-rfp.pdf';
  await measure('sample_rfp_pdf', { doc, items }, join(sampleFolder, doc));
}

/** Extracts one document and prints its line; null where it cannot be read. */
async function measure(name: string, gold: Gold, path: string): Promise<Score | null> {
  const format = FORMATS[gold.doc.split('.').at(-1) ?? ''];
  if (!format) return null;
  const document = await extractDocument(readFileSync(path), format).catch((error: Error) => {
    console.log(`${name.padEnd(34)} not read: ${error.message}`);
    return null;
  });
  if (!document) return null;
  const began = performance.now();
  const { questions } = extractLocally(document);
  const took = performance.now() - began;
  const result = score(gold, questions);
  const kinds = new Map(gold.items.map((item) => [words(item.text), KINDS[item.kind] ?? item.kind]));
  const known = questions.filter((question) => kinds.has(words(question.text)));
  const right = known.filter((question) => kinds.get(words(question.text)) === question.kind).length;
  const perKind = Object.entries(result.byKind).map(([kind, { n, recall }]) => `${kind} ${recall} of ${n}`);
  console.log(
    `${name.padEnd(34)}${String(result.gold).padStart(5)}${String(result.predicted).padStart(6)}${show(result.recall)} ${show(result.precision)} ${show(result.negatives)} ${took.toFixed(0).padStart(4)}`,
  );
  console.log(`    ${perKind.join(', ')}; right kind ${right} of ${known.length}`);
  if (wantMisses) printMisses(gold, questions);
  return result;
}

/** Asks the scorer about one pair at a time, so that its rule of covering stays the only one. */
function printMisses(gold: Gold, questions: { text: string; kind: string }[]) {
  for (const item of gold.items.filter(({ optional }) => !optional)) {
    if (score({ ...gold, items: [item], negatives: [] }, questions).recall === 0)
      console.log(`  missed  [${item.kind}] ${item.text}`);
  }
  for (const negative of gold.negatives ?? []) {
    if (score({ ...gold, negatives: [negative] }, questions).negatives === 1) {
      console.log(`  look-alike taken  ${typeof negative === 'string' ? negative : negative.text}`);
    }
  }
  if (gold.partial) return;
  for (const question of questions) {
    if (score({ ...gold, negatives: [] }, [question]).precision === 0)
      console.log(`  wrong  [${question.kind}] ${question.text}`);
  }
}
