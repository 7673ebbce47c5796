import { expect, test } from 'vitest';
import { diceOf, groupsOf, similarSets } from '../../src/rfp/library/similar-sets.js';

/** Always the same numbers. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

test.each([0.5, 0.75, 0.8, 0.9, 1])(
  'at %d it finds the pairs that comparing each with each finds',
  (from) => {
    const random = randomFrom(Math.round(from * 1000));
    const sets = Array.from({ length: 150 }, () => {
      const size = Math.floor(random() * 7);
      // Some members are in many sets, most in few.
      return new Set(Array.from({ length: size }, () => `m${Math.floor(random() ** 3 * 30)}`));
    });
    const expected = sets.flatMap((set, a) =>
      sets.flatMap((other, b) => (a < b && set.size > 0 && diceOf(set, other) >= from ? [`${a} ${b}`] : [])),
    );
    expect(expected.length).toBeGreaterThan(5);
    const found = similarSets(sets, from).map(({ a, b }) => `${a} ${b}`);
    expect(found.toSorted()).toEqual(expected.toSorted());
  },
);

test('no more pairs are given than asked for', () => {
  const sets = Array.from({ length: 50 }, () => new Set(['a', 'b']));
  expect(similarSets(sets, 0.8, 10)).toHaveLength(10);
});

test('what is linked by way of others is one group', () => {
  expect(
    groupsOf(7, [
      [4, 2],
      [2, 6],
      [0, 1],
    ]),
  ).toEqual([
    [0, 1],
    [2, 4, 6],
  ]);
});
