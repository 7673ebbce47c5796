import { expect, test } from 'vitest';
import { confidenceCurve } from '../../src/grounding/index.js';

test('the curve of answers has bands that rise, hold all that was asked, and make up its error', () => {
  const { count, bands, error } = confidenceCurve('ANSWER')!;
  expect(bands.map(({ from }) => from)).toEqual(bands.map(({ from }) => from).toSorted((a, b) => a - b));
  expect(bands.reduce((sum, band) => sum + band.count, 0)).toBe(count);
  for (const { from, to, confidence } of bands) {
    expect(confidence).toBeGreaterThanOrEqual(from);
    expect(confidence).toBeLessThanOrEqual(to);
  }
  const gap =
    bands.reduce((sum, band) => sum + band.count * Math.abs(band.confidence - band.right), 0) / count;
  expect(gap).toBeCloseTo(error, 2);
});

test('what has not been measured has no curve', () => {
  expect(confidenceCurve('FIELD')).toBeNull();
});
