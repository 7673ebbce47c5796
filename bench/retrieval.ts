// How well and how fast the knowledge base finds passages, beside MiniSearch's BM25 over the same passages.
//
//   npm run bench retrieval            everything
//   npm run bench retrieval quality    how well
//   npm run bench retrieval speed      how fast
//
// Needs the data sets in ../shared/data/retrieval. The limit of every share is 1. MiniSearch 7 has the same fields
// (question, text, section, title), stems and stop words, and the words of asking are taken out of its queries too; its
// field weights are the best of five sets tried, and b = 0.4 and d = 0 were no better than its defaults.

import MiniSearch from 'minisearch';
import { readQuery } from '../src/knowledge/query.js';
import { searchPassages } from '../src/knowledge/search.js';
import { isStopWord, wordsOf } from '../src/knowledge/words.js';
import { type Entry, scratchKnowledge } from '../tests/knowledge/scratch.js';
import { benchDatabase } from './support/database.js';
import {
  type Asked,
  every,
  mixedPassages,
  QUESTIONNAIRES,
  type RetrievalSet,
  seeded,
  withTypo,
  XQUAD,
} from './support/retrieval-sets.js';

interface Answer {
  text: string;
  title: string;
  question: string | null;
  score: number;
}
type Search = (query: string) => Promise<Answer[]> | Answer[];

await using database = await benchDatabase();
await using knowledge = await scratchKnowledge(database.url);

const bidwright =
  (organizationId: string): Search =>
  (query) =>
    searchPassages(knowledge.sql, { organizationId, query, first: 10 });

const PEER = { boost: { question: 3, text: 1, section: 0.5, title: 5 }, bm25: { k: 1.2, b: 0.7, d: 0.5 } };

function miniSearch(entries: Entry[]): Search {
  const stems = (text: string) =>
    wordsOf(text.replace(/[/_-]+/g, ' ')).filter(({ word }) => !isStopWord(word));
  const index = new MiniSearch<Answer & { id: number; section: string }>({
    fields: ['question', 'text', 'section', 'title'],
    tokenize: (text) => stems(text).map(({ stem }) => stem),
    processTerm: (term) => term,
  });
  const passages = entries.flatMap(({ title, passages }) =>
    passages.map(({ text, question, section }) => ({
      title,
      text,
      question: question ?? null,
      section,
      score: 0,
    })),
  );
  index.addAll(
    passages.map(({ question, section, ...rest }, id) => ({
      ...rest,
      id,
      question: question ?? '',
      section: section ?? '',
    })) as never[],
  );
  return (query) =>
    index
      .search(readQuery(query).text, PEER)
      .slice(0, 10)
      .map(({ id, score }) => ({ ...passages[id]!, score }));
}

const isRight = (hit: Answer, { right }: Asked) =>
  hit.text === right.text &&
  (right.title === undefined || hit.title === right.title) &&
  (hit.question === null || right.question === undefined || hit.question === right.question);

const share = (part: number, whole: number) => (part / whole).toFixed(3);
const quantile = (times: number[], q: number) =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * q)]!.toFixed(1);

async function measure(name: string, search: Search, asked: Asked[]) {
  const ranks: number[] = [];
  const times: number[] = [];
  const judged: { score: number; right: boolean }[] = [];
  for (const one of asked) {
    const begin = performance.now();
    const hits = await search(one.query);
    times.push(performance.now() - begin);
    const rank = hits.findIndex((hit) => isRight(hit, one));
    ranks.push(rank);
    if (hits[0]) judged.push({ score: hits[0].score, right: rank === 0 });
    // As if the right passage were not there: the best of the others.
    const wrong = hits[rank === 0 ? 1 : 0];
    if (wrong) judged.push({ score: wrong.score, right: false });
  }
  const upTo = (k: number) => share(ranks.filter((rank) => rank >= 0 && rank < k).length, asked.length);
  const mrr = ranks.reduce((sum, rank) => sum + (rank >= 0 ? 1 / (rank + 1) : 0), 0);
  console.log(
    `| ${name} | ${upTo(1)} | ${upTo(5)} | ${share(mrr, asked.length)} | ${quantile(times, 0.5)} / ${quantile(times, 0.95)} ms |`,
  );
  return judged;
}

async function quality({ name, entries, asked }: RetrievalSet, title = name): Promise<void> {
  const organizationId = await knowledge.tenant(entries);
  await knowledge.sql.query('VACUUM ANALYZE passage', []);
  const judged = await measure(`${title}, Bidwright`, bidwright(organizationId), asked);
  await measure(`${title}, MiniSearch`, miniSearch(entries), asked);
  const bands = [0, 0.2, 0.4, 0.6, 0.8].map((low) => {
    const band = judged.filter(({ score }) => score >= low && score < low + 0.2 + (low === 0.8 ? 0.01 : 0));
    const right = band.filter((one) => one.right).length;
    return band.length
      ? `${low.toFixed(1)}: ${share(right, band.length)} of ${band.length}`
      : `${low.toFixed(1)}: –`;
  });
  console.log(`    right by score from … on: ${bands.join('  ')}`);
}

async function measureQuality(): Promise<void> {
  console.log('| set | R@1 | R@5 | MRR@10 | p50 / p95 |');
  await quality(XQUAD);
  for (const set of QUESTIONNAIRES) await quality(set);

  const random = seeded(11);
  const misspelt = XQUAD.asked.map((one) => ({ ...one, query: withTypo(one.query, random) }));
  const whole = await knowledge.tenant(XQUAD.entries);
  await measure('XQuAD with a typing error a question, Bidwright', bidwright(whole), misspelt);
  await measure('the same, MiniSearch (without fuzzy terms)', miniSearch(XQUAD.entries), misspelt);
  await knowledge.sql.query('DELETE FROM knowledge_word WHERE organization_id = $1', [whole]);
  await measure('the same, Bidwright without its typo tolerance', bidwright(whole), misspelt);

  const crowded = [...XQUAD.entries, ...mixedPassages(100_000, 'questionnaire')];
  console.log('\n| XQuAD among 100,000 passages that do not answer it | R@1 | R@5 | MRR@10 | p50 / p95 |');
  await quality({ name: 'XQuAD, crowded', entries: crowded, asked: every(3, XQUAD.asked) });
}

async function measureSpeed(): Promise<void> {
  console.log('\n| passages | Bidwright p50 / p95 | MiniSearch p50 / p95 | stored a second |');
  const asked = every(6, XQUAD.asked);
  for (const count of [1_000, 10_000, 100_000]) {
    const entries = mixedPassages(count, 'all');
    const begin = performance.now();
    const organizationId = await knowledge.tenant(entries);
    const perSecond = Math.round(count / ((performance.now() - begin) / 1000));
    await knowledge.sql.query('VACUUM ANALYZE passage', []);
    const timed = async (search: Search) => {
      for (const { query } of asked.slice(0, 20)) await search(query);
      const times: number[] = [];
      for (const { query } of asked) {
        const start = performance.now();
        await search(query);
        times.push(performance.now() - start);
      }
      return `${quantile(times, 0.5)} / ${quantile(times, 0.95)} ms`;
    };
    const ours = await timed(bidwright(organizationId));
    const theirs = await timed(miniSearch(entries));
    console.log(`| ${count.toLocaleString('en')} | ${ours} | ${theirs} | ${perSecond} |`);
  }
}

const part = process.argv[2] ?? 'all';
if (part !== 'speed') await measureQuality();
if (part !== 'quality') await measureSpeed();
