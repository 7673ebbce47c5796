import type { Buffer } from 'node:buffer';
import { WORKBOOK } from '../../xlsx/read-xml.js';
import { outcomeOf } from '../outcome.js';
import { applyChanges } from '../package/byte-changes.js';
import { OfficePackage } from '../package/office-package.js';
import {
  type CellValue,
  type ChangedPart,
  type Decision,
  type ReturnedFile,
  type ReturnLine,
  refused,
} from '../types.js';
import { calculateOnLoad, hasFormulas } from './calculate-on-load.js';
import { type DataElement, findCells, type Target } from './find-cells.js';
import { Lists, type Resolved } from './lists.js';
import { OpenWorkbook } from './open-workbook.js';
import { type CellPlace, cellReference, parseCell, placeName } from './references.js';
import { SheetRules } from './sheet-rules.js';
import type { SheetPart } from './workbook-parts.js';
import { type CellWrite, changesOf } from './write-cells.js';

/** What a cell is to hold. */
export interface CellEdit {
  /** The sheet's name exactly as `readWorkbookForm` gives it. */
  sheet: string;
  /** "B12" */
  ref: string;
  /** Null clears it. */
  value: CellValue;
  /** A person chose this in a list that depends on a calculation: it is written, with a warning. */
  chosen?: boolean;
}

interface SheetEdits {
  sheet: SheetPart;
  bytes: Buffer;
  data: DataElement | null;
  rules: SheetRules;
  cells: { line: number; edit: CellEdit; target: Target; before: CellValue; options: Resolved | null }[];
}

/**
 * Puts answers into the cells of a workbook (.xlsx, .xlsm) and leaves everything else as it is, to the byte: parts that
 * hold no answer are copied packed, and of the sheets only the cells change. Where formulas depend on answers, the
 * workbook's main part asks for them to be calculated when it is opened. What cannot be written is a line of the report.
 *
 * @returns the bytes given, themselves, where nothing was written
 * @throws DomainError `file-corrupt`, `file-encrypted`, `file-unsupported` or `file-too-large` where the file is none
 */
export function patchWorkbook(file: Uint8Array, edits: readonly CellEdit[]): ReturnedFile {
  const source = new OfficePackage(file, WORKBOOK);
  const workbook = new OpenWorkbook(source);
  const report = edits.map(lineOf);
  const decide = (line: number, before: CellValue, decision: Decision) =>
    Object.assign(report[line]!, { before, ...outcomeOf(before, decision) });

  const sheets = readEditedSheets(workbook, edits, (line, decision) => decide(line, null, decision));
  const writes = new Map<SheetEdits, CellWrite[]>();
  for (const sheet of sheets) {
    const ofSheet: CellWrite[] = [];
    for (const { line, edit, target, before, options } of sheet.cells) {
      const decision = sheet.data
        ? sheet.rules.decide(target, before, edit.value, options, edit.chosen === true)
        : refused('NO_SUCH_PLACE', 'The sheet has no place for cells.');
      decide(line, before, inView(sheet.sheet, decision));
      if (decision.outcome === 'WRITTEN')
        ofSheet.push({ target, value: decision.value, style: sheet.rules.styleAt(target) });
    }
    if (ofSheet.length > 0) writes.set(sheet, ofSheet);
  }

  const contents = new Map<string, Buffer>();
  const changedParts: ChangedPart[] = [];
  const shared = sharedTexts(workbook, [...writes.values()].flat());
  for (const [{ sheet, bytes, data }, ofSheet] of writes) {
    contents.set(sheet.part, applyChanges(bytes, changesOf(bytes, data!, ofSheet, shared)));
    changedParts.push({ part: sheet.part, why: 'ANSWERS' });
  }
  if (writes.size > 0 && depends(workbook, sheets)) {
    const main = calculateOnLoad(source, workbook.parts);
    if (main) {
      contents.set(workbook.parts.main, main);
      changedParts.push({ part: workbook.parts.main, why: 'RECALCULATION' });
    }
  }
  const warnings =
    writes.size > 0 && source.isSigned
      ? [
          'The workbook is signed. Changing it makes the signature invalid; ask the buyer whether that matters.',
        ]
      : [];
  return { file: contents.size === 0 ? file : source.withParts(contents), report, changedParts, warnings };
}

/** Reads each sheet that an edit names, once, with what its edited cells hold and may hold. */
function readEditedSheets(
  workbook: OpenWorkbook,
  edits: readonly CellEdit[],
  refuse: (line: number, decision: Decision) => void,
): SheetEdits[] {
  const bySheet = new Map<SheetPart, { line: number; edit: CellEdit; place: CellPlace }[]>();
  const given = new Set<string>();
  for (const [line, edit] of edits.entries()) {
    const sheet = sheetOf(workbook, edit);
    if ('outcome' in sheet) {
      refuse(line, sheet);
      continue;
    }
    const place = parseCell(edit.ref);
    const key = place && `${sheet.part}!${cellReference(place.row, place.column)}`;
    if (!key) refuse(line, refused('NO_SUCH_PLACE', `“${edit.ref.slice(0, 40)}” is no cell.`));
    else if (given.has(key))
      refuse(line, refused('GIVEN_TWICE', 'The cell was given twice; the first value was taken.'));
    else {
      given.add(key);
      bySheet.set(sheet, [...(bySheet.get(sheet) ?? []), { line, edit, place: place! }]);
    }
  }
  const sheets = [...bySheet].map(([sheet, cells]): SheetEdits => {
    const walk = workbook.walk(sheet);
    const places = cells.map(({ place }) => place);
    const { targets, data } = findCells(walk, places);
    return {
      sheet,
      bytes: walk.bytes,
      data,
      rules: new SheetRules(workbook, sheet, walk.features),
      cells: cells.map(({ line, edit, place }) => {
        const target = targets.get(cellReference(place.row, place.column))!;
        const before = target.cell ? workbook.valueOf(walk, target.cell) : null;
        return { line, edit, target, before, options: null };
      }),
    };
  });
  resolveLists(workbook, sheets);
  return sheets;
}

function sheetOf(workbook: OpenWorkbook, { sheet: name }: CellEdit): SheetPart | Decision {
  const [sheet, second] = workbook.parts.sheets.filter((candidate) => candidate.name === name);
  if (!sheet) return refused('NO_SUCH_SHEET', `The workbook has no sheet called “${name.slice(0, 100)}”.`);
  if (second) return refused('DUPLICATE', `The workbook has several sheets called “${name.slice(0, 100)}”.`);
  return sheet.state === 'veryHidden'
    ? refused(
        'HIDDEN_SHEET',
        'The sheet is hidden so that Excel does not offer to show it; nobody would see the answer.',
      )
    : sheet;
}

function resolveLists(workbook: OpenWorkbook, sheets: SheetEdits[]): void {
  const listed = sheets.flatMap(({ sheet, rules, cells }) =>
    cells.flatMap((cell) => {
      const rule = rules.ruleAt(cell.target.row, cell.target.column);
      return rule?.type === 'list' && cell.edit.value !== null ? [{ cell, sheet, rule }] : [];
    }),
  );
  const resolved = new Lists(workbook).resolve(
    listed.map(({ sheet, rule, cell }) => ({ sheet, rule, cell: cell.target })),
  );
  for (const [i, { cell }] of listed.entries()) cell.options = resolved[i]!;
}

function sharedTexts(workbook: OpenWorkbook, writes: readonly CellWrite[]): Map<string, number> {
  const texts = new Set(writes.flatMap(({ value }) => (typeof value === 'string' ? [value] : [])));
  return texts.size === 0 ? new Map() : workbook.strings.find(texts);
}

const depends = (workbook: OpenWorkbook, sheets: readonly SheetEdits[]) =>
  sheets.some(({ rules }) => rules.features.hasFormula) ||
  hasFormulas(workbook.source, workbook.parts, new Set(sheets.map(({ sheet }) => sheet.part)));

const lineOf = ({ sheet, ref }: CellEdit): ReturnLine => ({
  place: placeName(sheet, ref),
  sheet,
  ref,
  before: null,
  after: null,
  outcome: 'REFUSED',
  code: null,
  reason: null,
  options: null,
  warning: null,
});

const inView = ({ state }: SheetPart, decision: Decision): Decision =>
  decision.outcome === 'WRITTEN' && state === 'hidden'
    ? {
        ...decision,
        warning: decision.warning ?? 'The sheet is hidden; the answer shows once somebody unhides it.',
      }
    : decision;
