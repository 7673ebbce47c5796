import type { WorkbookForm } from '../ooxml/index.js';
import { parseRange } from '../ooxml/workbook/references.js';
import { regionsOfFields } from './fields.js';
import { Grid } from './grid.js';
import { findHeaders } from './headers.js';
import { questionsOf } from './questions.js';
import { regionsOfTable } from './tables.js';
import type { FormQuestion, Mapping, Region } from './types.js';

/** The sheets that are asked: hidden ones are the buyer's own. */
export const gridsOf = (workbook: WorkbookForm): Grid[] =>
  workbook.sheets.filter(({ state }) => state === 'visible').map((sheet) => new Grid(sheet));

/** Proposes where a workbook asks and where its answers go, sheet by sheet from top to bottom. */
export function proposeMapping(grids: readonly Grid[]): Mapping {
  const found = grids.flatMap((grid) => regionsOf(grid));
  const counted = found.map((region) => {
    const grid = grids.find(({ name }) => name === region.sheet)!;
    return { region, questions: questionsOf(grid, region, found).length };
  });
  const regions = counted.filter(({ questions }) => questions > 0);
  const total = regions.reduce((sum, { questions }) => sum + questions, 0);
  const sure = regions.reduce((sum, { region, questions }) => sum + region.confidence * questions, 0);
  return {
    regions: regions.map(({ region }) => region),
    confidence: total === 0 ? 0 : Math.round((sure / total) * 100) / 100,
  };
}

function regionsOf(grid: Grid): Region[] {
  const headers = findHeaders(grid);
  const tables = headers.flatMap((header, at) =>
    regionsOfTable(grid, header, (headers[at + 1]?.top ?? Number.POSITIVE_INFINITY) - 1),
  );
  const ranges = tables.map(({ range }) => parseRange(range)!);
  const isTaken = (row: number) =>
    headers.some(({ top, bottom }) => row >= top && row <= bottom) ||
    ranges.some(({ top, bottom }) => row >= top && row <= bottom);
  // A table whose answers are all there leaves none to look for in its rows.
  const isAnswered = (row: number) =>
    headers.some(
      ({ bottom, roles }, at) =>
        row > bottom &&
        row < (headers[at + 1]?.top ?? Number.POSITIVE_INFINITY) &&
        [...roles.values()].includes('question'),
    );
  const fields = regionsOfFields(grid, isTaken, isAnswered);
  return [...tables, ...fields].sort((a, b) => parseRange(a.range)!.top - parseRange(b.range)!.top);
}

/** What a workbook asks by a mapping, in the order of its sheets and rows. Regions of sheets that are not there ask nothing. */
export function questionsIn(grids: readonly Grid[], regions: readonly Region[]): FormQuestion[] {
  return grids.flatMap((grid) => {
    const own = regions.filter(({ sheet }) => sheet === grid.name);
    const seen = new Set<string>();
    return own
      .flatMap((region) => questionsOf(grid, region, own))
      .map((question) => ({ question, at: placeOf(question) }))
      .sort((a, b) => a.at - b.at)
      .map(({ question }) => question)
      .filter((question) => {
        // A cell takes one answer, whatever regions it lies in.
        const cell = question.answer ?? question.marks.map(({ reference }) => reference).join();
        return !seen.has(cell) && seen.add(cell);
      });
  });
}

function placeOf({ reference, answer, marks }: FormQuestion): number {
  const { top } = parseRange(reference)!;
  const { left } = parseRange(answer ?? marks[0]?.reference ?? reference) ?? { left: 0 };
  return top * 20_000 + left;
}
