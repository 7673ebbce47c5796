import { createHash } from 'node:crypto';
import { readWorkbookForm } from '../ooxml/index.js';
import { columnNumber, parseRange } from '../ooxml/workbook/references.js';
import type { Grid } from './grid.js';
import { gridsOf, proposeMapping, questionsIn } from './propose.js';
import type { FormQuestion, Mapping, Region } from './types.js';

export type FormFormat = 'xlsx';

export interface FormSheet {
  name: string;
  state: 'visible' | 'hidden' | 'veryHidden';
  isProtected: boolean;
  /** How much it asks. */
  questions: number;
}

/** A file that is filled in and sent back. */
export interface Form extends Mapping {
  format: FormFormat;
  sheets: FormSheet[];
  questions: FormQuestion[];
  /** The same for forms whose columns have the same names. */
  fingerprint: string;
  /** What holds for the file as a whole and should be known: a signature that writing breaks. */
  warnings: string[];
}

/**
 * Reads what a form asks.
 * @param regions where it asks, as somebody has said; null: found out
 * @throws DomainError `file-…`
 */
export function readForm(bytes: Uint8Array, format: FormFormat, regions: Region[] | null): Form {
  const workbook = readWorkbookForm(bytes);
  const grids = gridsOf(workbook);
  const proposed = proposeMapping(grids);
  const mapping = regions ? { regions, confidence: proposed.confidence } : proposed;
  const questions = questionsIn(grids, mapping.regions);
  return {
    ...mapping,
    format,
    sheets: workbook.sheets.map(({ name, state, isProtected }) => ({
      name,
      state,
      isProtected,
      questions: questions.filter(({ sheet }) => sheet === name).length,
    })),
    questions,
    fingerprint: fingerprintOf(grids, proposed.regions),
    warnings: workbook.signed ? ['The workbook is signed. What is written into it ends the signature.'] : [],
  };
}

/** By the names of the columns that ask and are answered; how many rows there are makes no other form. */
function fingerprintOf(grids: readonly Grid[], regions: readonly Region[]): string {
  const names = grids.map(({ name }) => name);
  const heads = regions.map((region) => {
    const grid = grids.find(({ name }) => name === region.sheet)!;
    const { top } = parseRange(region.range)!;
    const head = top > 1 ? grid.row(top - 1).map(({ column, text }) => [column, text]) : [];
    const label = region.heading === null ? grid.text(top, columnNumber(region.question)) : null;
    return [region.sheet, region.question, region.answer, head, label];
  });
  return createHash('sha256')
    .update(JSON.stringify([names, heads]))
    .digest('hex');
}
