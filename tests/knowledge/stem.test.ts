import { expect, test } from 'vitest';
import { stem } from '../../src/knowledge/stem.js';

// Expected stems are those of PostgreSQL's english_stem; search.test.ts compares with a whole vocabulary.
test.each([
  ['consistency', 'consist'],
  ['consistently', 'consist'],
  ['consolation', 'consol'],
  ['knightly', 'knight'],
  ['knives', 'knive'],
  ['generously', 'generous'],
  ['hopping', 'hop'],
  ['hoping', 'hope'],
  ['dying', 'die'],
  ['exceeding', 'exceed'],
  ['sky', 'sky'],
  ['skies', 'sky'],
  ["vendor's", 'vendor'],
  ['encryption', 'encrypt'],
  ['encrypted', 'encrypt'],
])('%s has the stem %s', (word, expected) => {
  expect(stem(word)).toBe(expected);
});

test('numbers and words of other alphabets stay as they are', () => {
  expect(['99.9', '27001', 'größe'].map(stem)).toEqual(['99.9', '27001', 'größe']);
});
