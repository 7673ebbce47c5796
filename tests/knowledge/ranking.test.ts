import { expect, test } from 'vitest';
import { type Candidate, rank, scoreOf, tellingOf } from '../../src/knowledge/ranking.js';

const terms = ['encrypt', 'backup', 'key'].map((lexeme) => ({ lexeme, matches: [lexeme], idf: 3, worth: 1 }));
const candidate = (text: string, rest: Partial<Candidate> = {}): Candidate => ({
  text,
  question: null,
  title: '-',
  section: null,
  bm25: 5,
  ...rest,
});

test('of two passages with the same words the one that has them together comes first', () => {
  const scattered = candidate(
    'We encrypt disks. The office has two floors. Lunch is at noon. Backups run. Keys hang there.',
  );
  const together = candidate(
    'Backups are encrypted with a separate key. The office has two floors. Lunch is at noon.',
  );
  expect(rank(terms, [], [scattered, together], 50)[0]?.candidate).toBe(together);
});

test('a stored question that asks the same outweighs body text', () => {
  const body = candidate('Backups are encrypted. Lunch is at noon. A key is needed.');
  const pair = candidate('Yes, with AES-256.', { question: 'Are backups encrypted with their own key?' });
  expect(rank(terms, [], [body, pair], 50)[0]?.candidate).toBe(pair);
});

test('words that occur nowhere lower the score, since they are evidence that is missing', () => {
  const found = candidate('Backups are encrypted with a separate key.', { bm25: 9 });
  const missing = { lexeme: 'homomorph', matches: ['homomorph'], idf: 7, worth: 1 };
  const [all] = rank(terms, [], [found], 50);
  const [part] = rank([...terms, missing], [], [found], 50);
  expect(scoreOf(part!.evidence, 4)).toBeLessThan(scoreOf(all!.evidence, 3));
});

test('scores lie between 0 and 1 and rise with the evidence', () => {
  const of = (share: number) =>
    scoreOf({ coverage: share, focus: share, strength: share, adjacency: share, telling: 1 }, 5);
  expect(of(0)).toBeGreaterThan(0);
  expect(of(0)).toBeLessThan(0.05);
  expect(of(0.5)).toBeGreaterThan(of(0.3));
  expect(of(1)).toBeGreaterThan(0.95);
  expect(of(1)).toBeLessThan(1);
});

test('of two passages with the same words the one that has them in the order of the query comes first', () => {
  const apart = candidate('A key for the office is in the backup of the encrypted safe.');
  const adjacent = candidate('Of the encrypted safe a backup key is in the office.');
  const pairs: [string, string][] = [['backup', 'key']];
  expect(rank(terms, pairs, [apart, adjacent], 50)[0]?.candidate).toBe(adjacent);
});

test('what stands in for a word that occurs nowhere counts less', () => {
  const typo = [{ lexeme: 'encyrpt', matches: ['encrypt'], idf: 2, worth: 0.7 }];
  expect(rank(typo, [], [candidate('We encrypt.')], 50)[0]?.evidence.coverage).toBeCloseTo(0.7);
});

test('a passage that stands out by meaning is worth more than one that does not', () => {
  const words = { coverage: 0.2, focus: 0.2, strength: 0.1, adjacency: 0, telling: 1 };
  expect(scoreOf({ ...words, meaning: 0.8 }, 5)).toBeGreaterThan(
    scoreOf({ ...words, meaning: 0.1 }, 5) + 0.2,
  );
  expect(scoreOf({ ...words, meaning: 1 }, 5)).toBeLessThan(1);
});

test('a query without terms finds nothing', () => {
  expect(rank([], [], [candidate('Anything.')], 50)).toEqual([]);
});

test('a query whose words are all generic, or found nearly everywhere, does not score high', () => {
  const generic = ['main', 'function'].map((lexeme) => ({ lexeme, matches: [lexeme], idf: 1.4, worth: 1 }));
  const table = candidate('Priority 1: a main function is not available.', { bm25: 5 });
  const scoreIn = (passages: number, given: Candidate) => {
    const [hit] = rank(generic, [['main', 'function']], [given], passages);
    return scoreOf(hit!.evidence, generic.length);
  };
  expect(scoreIn(100, table)).toBeLessThan(0.3);
  expect(scoreIn(10_000, table)).toBeLessThan(scoreIn(100, table));
  // Unless the very thing is named so.
  expect(scoreIn(100, { ...table, question: 'What are its main functions?' })).toBeGreaterThan(0.8);
  expect(scoreIn(100, { ...table, section: 'Product > Main functions' })).toBeGreaterThan(0.8);
});

test('the rarer its words, the better a query tells passages apart, and the more of them the worse', () => {
  const shares = [0, 2, 5, 10, 20].map((mass) => tellingOf(mass, 1_000));
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.at(0)).toBeLessThan(0.02);
  expect(shares.at(-1)).toBeGreaterThan(0.99);
  expect(tellingOf(7, 100_000)).toBeLessThan(tellingOf(7, 100));
});

test('of two pairs of one title the one whose question is asked to its last word comes first', () => {
  const title = 'Key backups that are encrypted';
  const other = candidate('Yes, keys are encrypted, as are backups.', {
    title,
    bm25: 6,
    question: 'Which keys rotate each year?',
  });
  const asked = candidate('Yes.', { title, bm25: 5.5, question: 'Are there keys?' });
  expect(rank(terms, [], [other, asked], 50)[0]?.candidate).toBe(asked);
});
