import { expect, test } from 'vitest';
import { editDistance } from '../../src/knowledge/nearest-words.js';
import { planOf } from '../../src/knowledge/plan.js';

const term = (lexeme: string, idf: number, passages: number) => ({ matches: [lexeme], idf, passages });

test('where all passages with any word are few, all of them are looked at', () => {
  const plan = planOf([term('key', 5, 10), term("o'brien", 7, 2)], 1_000, 1_500);
  expect(plan).toEqual({ tsquery: "'key' | 'o''brien'", exhaustive: true });
});

test('a rare word is looked up alone, frequent ones only together', () => {
  const terms = [
    term('zanzibar', 9, 5),
    term('data', 1, 60_000),
    term('backup', 4, 1_200),
    term('cloud', 2, 20_000),
  ];
  const { tsquery, exhaustive } = planOf(terms, 100_000, 1_500);
  const parts = tsquery!.split(' | ');
  expect(exhaustive).toBe(false);
  expect(parts).toContain("'zanzibar'");
  expect(parts).not.toContain("'data'");
  expect(parts).not.toContain("'cloud'");
});

test('words that occur nowhere are left out, and nothing is left of nothing', () => {
  expect(planOf([term('a', 3, 0)], 10, 10).tsquery).toBeNull();
  expect(planOf([term('a', 3, 0), term('b', 2, 1)], 10, 10).tsquery).toBe("'b'");
});

test('a swap of neighbours is one error', () => {
  expect(editDistance('encyrpted', 'encrypted')).toBe(1);
  expect(editDistance('maning', 'manning')).toBe(1);
  expect(editDistance('kitten', 'sitting')).toBe(3);
  expect(editDistance('', 'abc')).toBe(3);
});
