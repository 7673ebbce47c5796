import { expect, test } from 'vitest';
import { type Candidate, rank, scoreOf } from '../../src/knowledge/ranking.js';

const terms = ['encrypt', 'backup', 'key'].map((lexeme) => ({ lexeme, idf: 3 }));
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
  expect(rank(terms, [scattered, together])[0]?.candidate).toBe(together);
});

test('a stored question that asks the same outweighs body text', () => {
  const body = candidate('Backups are encrypted. Lunch is at noon. A key is needed.');
  const pair = candidate('Yes, with AES-256.', { question: 'Are backups encrypted with their own key?' });
  expect(rank(terms, [body, pair])[0]?.candidate).toBe(pair);
});

test('words that occur nowhere lower the score, since they are evidence that is missing', () => {
  const found = candidate('Backups are encrypted with a separate key.', { bm25: 9 });
  const [all] = rank(terms, [found]);
  const [part] = rank([...terms, { lexeme: 'homomorph', idf: 7 }], [found]);
  expect(part!.score).toBeLessThan(all!.score);
});

test('scores lie between 0 and 1 and rise with the evidence', () => {
  const of = (share: number) => scoreOf({ coverage: share, focus: share, strength: share }, 5);
  expect(of(0)).toBeGreaterThan(0);
  expect(of(0)).toBeLessThan(0.05);
  expect(of(0.5)).toBeGreaterThan(of(0.3));
  expect(of(1)).toBeGreaterThan(0.95);
  expect(of(1)).toBeLessThan(1);
});

test('a query without terms finds nothing', () => {
  expect(rank([], [candidate('Anything.')])).toEqual([]);
});
