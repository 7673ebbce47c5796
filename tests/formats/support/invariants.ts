import { expect } from 'vitest';
import type { Block, ExtractedDocument } from '../../../src/formats/index.js';

/** Marks that stand before a block and belong to none: bullets, heading and table marks, check boxes, rules. */
const MARKS = /^[\s#*_|>=~`+:.()[\]xX•●○■▪◦☐☒☑✓o–—-]*$/;

/** Checks what holds for every document, whatever it says. */
export function expectSound(document: ExtractedDocument) {
  let end = 0;
  for (const [index, block] of document.blocks.entries()) {
    expect(block.position).toBe(index);
    expect(document.text.slice(block.start, block.end)).toBe(block.text);
    expect(block.start).toBeGreaterThanOrEqual(end);
    expect(block.text.trim()).not.toBe('');
    expectOnlyMarks(document.text.slice(end, block.start), block);
    expectCells(document, block);
    expect(block.level === null).toBe(block.kind === 'paragraph' || block.kind === 'table-row');
    end = block.end;
  }
  expect(document.text.slice(end)).toMatch(MARKS);
}

function expectOnlyMarks(between: string, block: Block) {
  const rest = block.number === null ? between : between.replace(block.number, '');
  if (!MARKS.test(rest))
    expect.fail(`"${rest.trim()}" lies in no block, before "${block.text.slice(0, 60)}"`);
}

function expectCells(document: ExtractedDocument, block: Block) {
  expect(block.row !== null).toBe(block.kind === 'table-row');
  let end = block.start;
  for (const cell of block.row?.cells ?? []) {
    expect(cell.start).toBeGreaterThanOrEqual(end);
    expect(cell.end).toBeLessThanOrEqual(block.end);
    const between = document.text.slice(end, cell.start);
    expect(between).toMatch(/^[\s|\\]*$/);
    end = cell.end;
  }
}

/** The blocks in short: kind, number and text. */
export const outline = (document: ExtractedDocument) =>
  document.blocks.map((block) => {
    const what = block.furniture ?? block.kind;
    return `${what}${block.number === null ? '' : ` ${block.number}`}: ${block.text}`;
  });

export const cellsOf = (document: ExtractedDocument) =>
  document.blocks.flatMap((block) =>
    block.row ? [block.row.cells.map((cell) => document.text.slice(cell.start, cell.end))] : [],
  );
