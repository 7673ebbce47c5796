import {
  type FormCell,
  type FormControl,
  type FormTable,
  type Range,
  readDocumentForm,
} from '../ooxml/index.js';
import { cellReference } from '../ooxml/workbook/references.js';
import { Grid, type GridSource } from './grid.js';
import { cleanOptions } from './options.js';
import { proposeMapping, questionsIn } from './propose.js';
import type { Form } from './read-form.js';
import type { FormQuestion } from './types.js';
import { hasWords, isPlaceholder } from './words.js';

/**
 * Reads what a Word document asks as a form: controls that nobody has filled in, and the cells of tables that wait for an
 * answer, which are found as in a workbook. The places are those of the document.
 */
export function documentForm(bytes: Uint8Array): Form {
  const document = readDocumentForm(bytes);
  const tables = document.isProtected ? [] : document.tables.map(asSheet);
  const grids = tables.map(({ sheet }) => new Grid(sheet));
  const { regions, confidence } = proposeMapping(grids);
  const places = new Map(
    tables.flatMap(({ sheet, places }) => [...places].map(([ref, place]) => [`${sheet.name}!${ref}`, place])),
  );
  const asked = questionsIn(grids, regions)
    .map((question) => inDocument(question, places))
    // Beside a table there is no room.
    .filter(({ answer, marks }) => answer !== null || marks.length > 0);
  const before = cellsBefore(document.tables);
  const questions = [...asked, ...document.controls.flatMap((control) => ofControl(control, before))];
  return {
    format: 'docx',
    regions: [],
    confidence: questions.length > asked.length ? Math.max(confidence, SURE) : confidence,
    sheets: [],
    questions,
    fingerprint: '',
    warnings: document.signed ? ['The document is signed. What is written into it ends the signature.'] : [],
  };
}

/** Controls are there to be filled in. */
const SURE = 0.8;

/** A table as a sheet: rows and columns from 1, cells that go over several columns merged. */
function asSheet(table: FormTable, index: number): { sheet: GridSource; places: Map<string, string> } {
  const places = new Map<string, string>();
  const cells: FormCell[] = [];
  const merges = new Map<string, Range>();
  for (const [i, row] of table.rows.entries())
    for (const { place, text, column, span, writable } of row) {
      const at = i + 1;
      const ref = cellReference(at, column);
      places.set(ref, place);
      const range = { top: at, bottom: at, left: column, right: column + span - 1 };
      for (let over = column; span > 1 && over <= range.right; over++)
        merges.set(cellReference(at, over), range);
      const shown = text.trim();
      cells.push({
        ...{ ref, row: at, column, value: shown, shown, style: null, bold: i === 0, filled: false },
        // What may not be written is no room for an answer, as a formula is none.
        ...{ locked: false, formula: !writable, mergedInto: null, hidden: false },
      });
    }
  const sheet: GridSource = {
    ...{ name: `Sheet${index + 1}`, isProtected: false, tables: [], hiddenColumns: [] },
    cells: () => cells.values(),
    mergeAt: (ref) => merges.get(ref) ?? null,
    validationAt: () => null,
    optionsAt: () => null,
  };
  return { sheet, places };
}

function inDocument(question: FormQuestion, places: Map<string, string>): FormQuestion {
  const at = (ref: string | null) => (ref === null ? null : (places.get(`${question.sheet}!${ref}`) ?? null));
  return {
    ...question,
    sheet: null,
    reference: at(question.reference) ?? question.reference,
    answer: at(question.answer),
    comment: at(question.comment),
    evidence: at(question.evidence),
    // Cells of a table are written, not marked.
    marks: question.marks.flatMap((mark) => {
      const reference = at(mark.reference);
      return reference ? [{ ...mark, reference }] : [];
    }),
  };
}

function ofControl(control: FormControl, cellBefore: ReadonlyMap<string, string>): FormQuestion[] {
  const { place, kind, value, options, locked } = control;
  const text = labelOf(control, cellBefore);
  if (locked || text === null) return [];
  const isBox = kind === 'CHECKBOX';
  // A text that stands there was written by somebody.
  if (kind === 'TEXT' && value !== null && !isPlaceholder(String(value))) return [];
  const listed = isBox ? ['Yes', 'No'] : cleanOptions(options ?? []);
  return [
    {
      ...{ sheet: null, reference: place, text, number: null, section: null, context: null, guidance: null },
      options: kind === 'COMBO' ? [] : listed,
      listUnknown: kind === 'DROPDOWN' && listed.length === 0,
      answer: isBox ? null : place,
      ...{ comment: null, evidence: null, isNumber: false, filledComment: null },
      marks: isBox ? [{ reference: place, option: 'Yes', mark: 'X' }] : [],
      filled: isBox
        ? value === true
          ? 'Yes'
          : null
        : typeof value === 'string' && !isPlaceholder(value)
          ? value
          : null,
    },
  ];
}

const LONGEST_LABEL = 500;

/** The text of the cell before each cell of a table. */
const cellsBefore = (tables: readonly FormTable[]): ReadonlyMap<string, string> =>
  new Map(
    tables.flatMap(({ rows }) =>
      rows.flatMap((cells) =>
        cells.flatMap(({ place }, i): [string, string][] => (i > 0 ? [[place, cells[i - 1]!.text]] : [])),
      ),
    ),
  );

/** What a control is about: the text beside it, the cell before it, or what it is called. */
function labelOf(
  { before, after, cell, title, kind }: FormControl,
  cellBefore: ReadonlyMap<string, string>,
): string | null {
  const beside = kind === 'CHECKBOX' ? [after, before] : [before, after];
  const label = [...beside, cellBefore.get(cell ?? '') ?? '', title ?? '']
    .map((text) => text.trim())
    .find(hasWords);
  return label === undefined ? null : label.slice(-LONGEST_LABEL);
}
