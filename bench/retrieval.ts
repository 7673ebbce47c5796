/*
 * How well and how fast the knowledge base finds passages. `npx tsx bench/retrieval.ts`
 *
 * Needs the data sets in ../shared/data/retrieval and a PostgreSQL server: TEST_DATABASE_URL, else
 * postgresql://postgres@127.0.0.1:5432/postgres. Makes a schema of its own and drops it.
 *
 * The peer on XQuAD is BM25 over stemmed words without stop words: R@1 0.932, MRR@10 0.954. The limit is 1.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Hit, searchPassages } from '../src/knowledge/search.js';
import { type Entry, scratchKnowledge } from '../tests/knowledge/scratch.js';

interface Asked {
  query: string;
  isRight: (hit: Hit) => boolean;
}

const folder = resolve(import.meta.dirname, '../../shared/data/retrieval');
const url = process.env.TEST_DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres';

interface Xquad {
  data: { title: string; paragraphs: { context: string; qas: { question: string }[] }[] }[];
}
interface Row {
  title: string;
  section: string;
  question: string;
  answer: string;
}

const xquad = (JSON.parse(readFileSync(`${folder}/xquad.en.json`, 'utf8')) as Xquad).data;
const rows = readFileSync(`${folder}/k8s_prr_answers.jsonl`, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);
const every = <T>(n: number, list: T[]) => list.filter((_, i) => i % n === 0);
const share = (part: number, whole: number) => (part / whole).toFixed(3);

await using knowledge = await scratchKnowledge(url);

async function measure(name: string, organizationId: string, asked: Asked[]): Promise<void> {
  const ranks: number[] = [];
  const times: number[] = [];
  const scores: { score: number; right: boolean }[] = [];
  for (const { query, isRight } of asked) {
    const begin = performance.now();
    const hits = await searchPassages(knowledge.sql, { organizationId, query, first: 10 });
    times.push(performance.now() - begin);
    const rank = hits.findIndex(isRight);
    ranks.push(rank);
    if (hits[0]) scores.push({ score: hits[0].score, right: rank === 0 });
    // As if the right passage were not there: the best of the others.
    const wrong = hits[rank === 0 ? 1 : 0];
    if (wrong) scores.push({ score: wrong.score, right: false });
  }
  times.sort((a, b) => a - b);
  const n = asked.length;
  const upTo = (k: number) => share(ranks.filter((rank) => rank >= 0 && rank < k).length, n);
  const mrr = ranks.reduce((sum, rank) => sum + (rank >= 0 ? 1 / (rank + 1) : 0), 0);
  const ms = (q: number) => times[Math.floor(n * q)]!.toFixed(1);
  console.log(
    `${name} (${n} queries): R@1 ${upTo(1)}  R@5 ${upTo(5)}  MRR@10 ${share(mrr, n)}  p50 ${ms(0.5)} ms  p95 ${ms(0.95)} ms`,
  );
  for (let low = 0; low < 10; low += 2) {
    const band = scores.filter(({ score }) => score * 10 >= low && score * 10 < low + 2);
    if (band.length > 0) {
      const right = share(band.filter(({ right }) => right).length, band.length);
      console.log(`    score ${low / 10} to ${(low + 2) / 10}: ${right} right of ${band.length}`);
    }
  }
}

const contexts = xquad.flatMap(({ paragraphs }) =>
  paragraphs.flatMap(({ context, qas }) =>
    qas.map(({ question }): Asked => ({ query: question, isRight: ({ text }) => text === context })),
  ),
);
const articles: Entry[] = xquad.map(({ title, paragraphs }) => ({
  title,
  passages: paragraphs.map(({ context }) => ({ text: context })),
}));
const untitled = await knowledge.tenant(articles.map((article) => ({ ...article, title: '-' })));
await measure('XQuAD, passages without titles', untitled, contexts);
await measure('XQuAD, with article titles', await knowledge.tenant(articles), contexts);

const titles = [...new Set(rows.map(({ title }) => title))];
const teams = (withQuestions: boolean): Entry[] =>
  titles.map((title) => ({
    title,
    passages: rows
      .filter((row) => row.title === title)
      .map(({ question, answer, section }) =>
        withQuestions ? { text: answer, question, section } : { text: answer },
      ),
  }));
const askedByTeam = every(5, rows).map(
  ({ title, question, answer }): Asked => ({
    query: `${title}: ${question}`,
    isRight: (hit) => hit.title === title && hit.text === answer && (hit.question ?? question) === question,
  }),
);
await measure('Questionnaire, as question/answer pairs', await knowledge.tenant(teams(true)), askedByTeam);
await measure('Questionnaire, answers as plain text', await knowledge.tenant(teams(false)), askedByTeam);

// Twelve thousand passages of 120 words, sentences of all sets in an order that is always the same.
const paragraphs = xquad.flatMap(({ paragraphs }) => paragraphs.map(({ context }) => context));
const sentences = [...paragraphs, ...rows.map(({ answer }) => answer)]
  .flatMap((text) => text.split(/(?<=[.!?])\s+/))
  .filter((sentence) => sentence.length > 30);
let seed = 1;
const random = () => {
  seed = (seed * 48271) % 2147483647;
  return seed / 2147483647;
};
const mixed: Entry[] = Array.from({ length: 240 }, (_, n) => ({
  title: `Document ${n}`,
  passages: Array.from({ length: 50 }, () => {
    let text = '';
    while (text.split(' ').length < 120) text += `${sentences[Math.floor(random() * sentences.length)]} `;
    return { text };
  }),
}));
const large = await knowledge.tenant(mixed);
const times: number[] = [];
for (const { query } of every(6, contexts)) {
  const begin = performance.now();
  await searchPassages(knowledge.sql, { organizationId: large, query, first: 10 });
  times.push(performance.now() - begin);
}
times.sort((a, b) => a - b);
const at = (q: number) => times[Math.floor(times.length * q)]!.toFixed(1);
console.log(`12,000 passages (${times.length} queries): p50 ${at(0.5)} ms  p95 ${at(0.95)} ms`);
