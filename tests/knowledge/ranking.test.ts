import { expect, test } from 'vitest';
import { type Candidate, rank, scoreOf } from '../../src/knowledge/ranking.js';

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
  expect(rank(terms, [], [scattered, together])[0]?.candidate).toBe(together);
});

test('a stored question that asks the same outweighs body text', () => {
  const body = candidate('Backups are encrypted. Lunch is at noon. A key is needed.');
  const pair = candidate('Yes, with AES-256.', { question: 'Are backups encrypted with their own key?' });
  expect(rank(terms, [], [body, pair])[0]?.candidate).toBe(pair);
});

test('words that occur nowhere lower the score, since they are evidence that is missing', () => {
  const found = candidate('Backups are encrypted with a separate key.', { bm25: 9 });
  const missing = { lexeme: 'homomorph', matches: ['homomorph'], idf: 7, worth: 1 };
  const [all] = rank(terms, [], [found]);
  const [part] = rank([...terms, missing], [], [found]);
  expect(scoreOf(part!.evidence, 4)).toBeLessThan(scoreOf(all!.evidence, 3));
});

test('scores lie between 0 and 1 and rise with the evidence', () => {
  const of = (share: number) =>
    scoreOf({ coverage: share, focus: share, strength: share, adjacency: share }, 5);
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
  expect(rank(terms, pairs, [apart, adjacent])[0]?.candidate).toBe(adjacent);
});

test('what stands in for a word that occurs nowhere counts less', () => {
  const typo = [{ lexeme: 'encyrpt', matches: ['encrypt'], idf: 2, worth: 0.7 }];
  expect(rank(typo, [], [candidate('We encrypt.')])[0]?.evidence.coverage).toBeCloseTo(0.7);
});

test('a passage that stands out by meaning is worth more than one that does not', () => {
  const words = { coverage: 0.2, focus: 0.2, strength: 0.1, adjacency: 0 };
  expect(scoreOf({ ...words, meaning: 0.8 }, 5)).toBeGreaterThan(
    scoreOf({ ...words, meaning: 0.1 }, 5) + 0.2,
  );
  expect(scoreOf({ ...words, meaning: 1 }, 5)).toBeLessThan(1);
});

test('a query without terms finds nothing', () => {
  expect(rank([], [], [candidate('Anything.')])).toEqual([]);
});
