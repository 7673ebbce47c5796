import { describe, expect, test } from 'vitest';
import { type FlowBlock, pagesOf } from '../../src/rendering/page-flow.js';
import { linesOf } from '../../src/rendering/text-width.js';

const block = (overrides: Partial<FlowBlock>): FlowBlock => ({
  before: 0,
  after: 0,
  lineHeight: 100,
  lines: 1,
  keepNext: false,
  keepLines: false,
  pageBreakBefore: false,
  anchors: [],
  ...overrides,
});

describe('the estimate of page numbers', () => {
  test('counts lines by the widths of the letters', () => {
    const face = { size: 20, bold: false, monospaced: false };
    // "i" is 0.222 em wide, "W" 0.944 em; at 10 points a column of 2,000 twips is 10 em.
    expect(linesOf('i '.repeat(20).trim(), 2_000, face)).toBe(1);
    expect(linesOf('W '.repeat(20).trim(), 2_000, face)).toBe(3);
    expect(linesOf('a\nb\nc', 2_000, face)).toBe(3);
    expect(linesOf('', 2_000, face)).toBe(1);
  });

  test('turns the page when a text does not fit', () => {
    const blocks = [block({ lines: 8 }), block({ lines: 12 }), block({ anchors: ['end'] })];
    expect(pagesOf(blocks, 1_000).get('end')).toBe(3);
  });

  test('keeps a heading with what follows it', () => {
    const blocks = [
      block({ lines: 9 }),
      block({ keepNext: true, anchors: ['heading'] }),
      block({ lines: 4 }),
    ];
    expect(pagesOf(blocks, 1_000).get('heading')).toBe(2);
  });

  test('starts a section on a page of its own', () => {
    const blocks = [block({}), block({ pageBreakBefore: true, anchors: ['section'] })];
    expect(pagesOf(blocks, 1_000).get('section')).toBe(2);
  });
});
