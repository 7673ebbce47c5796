import { expect, test } from 'vitest';
import { rewritten } from '../../src/grounding/index.js';

const before = {
  text: 'Barrels are cleaned with steam. [1] The cellar holds 900 barrels. [2]',
  sentences: null,
  sources: [
    { text: 'Barrels are cleaned with steam after each filling.' },
    { text: 'The cellar in Tarn holds 900 barrels.' },
  ],
};
const after = (text: string) => {
  const { text: kept, kept: sources, confidence } = rewritten(before, text);
  return [kept, sources, confidence];
};

test('a new text keeps the sources that still hold a sentence of it, cited or not, and its markers follow them', () => {
  expect(after('We clean barrels with steam. [1] The cellar holds 900 barrels. [2]')).toEqual([
    'We clean barrels with steam. [1] The cellar holds 900 barrels. [2]',
    [0, 1],
    0.9,
  ]);
  expect(after('Wine is stored in glass. [1] The cellar holds 900 barrels. [2]')).toEqual([
    'Wine is stored in glass. The cellar holds 900 barrels. [1]',
    [1],
    0.45,
  ]);
  expect(after('The cellar holds 900 barrels.')).toEqual(['The cellar holds 900 barrels.', [1], 0.9]);
});

test.each([
  ['another number', 'The cellar holds 400 barrels. [2]', 'The cellar holds 400 barrels.'],
  ['a denial', 'Barrels are not cleaned with steam. [1]', 'Barrels are not cleaned with steam.'],
  ['something else', 'Ask us in May. See page [7].', 'Ask us in May. See page [7].'],
  ['nothing that claims', '', ''],
])('%s leaves no source and no confidence', (_what, text, kept) => {
  expect(after(text)).toEqual([kept, [], 0]);
});

test('a sentence of the engine stays its own although its marker has another number now', () => {
  const { sentences } = rewritten(before, 'Wine is stored in glass. The cellar holds 900 barrels. [2]');
  expect(sentences.map(({ byPerson, supported }) => [byPerson, supported])).toEqual([
    [true, false],
    [false, true],
  ]);
});
