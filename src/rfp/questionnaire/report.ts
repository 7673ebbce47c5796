import type { CellValue, ChangedPart, ReturnedFile } from '../../formats/index.js';
import type { LineKind, Plan } from './edits.js';

// Types, not interfaces: only types go into columns of JSON as they are.
/** What became of an answer in a form, cell by cell. */
export type ReportLine = {
  /** Of the question, from 1. */
  position: number;
  kind: LineKind;
  /** "'Sheet 1'!B12", or the place in a Word document. */
  place: string | null;
  sheet: string | null;
  reference: string | null;
  before: string | null;
  after: string | null;
  outcome: 'WRITTEN' | 'REFUSED' | 'UNCHANGED' | 'NOT_WRITTEN';
  code: string | null;
  reason: string | null;
  options: string[];
  warning: string | null;
};

/** What was done to a form: every cell that was written or refused, and every answer that was not written. */
export type Report = {
  lines: ReportLine[];
  changedParts: Pick<ChangedPart, 'part' | 'why'>[];
  warnings: string[];
};

/** Says of each answer of a plan what became of it. */
export function reportOf(
  plan: Plan,
  returned: Pick<ReturnedFile, 'report' | 'changedParts' | 'warnings'>,
): Report {
  const written = plan.edits.map(({ position, kind }, i): ReportLine => {
    const line = returned.report[i]!;
    return {
      position,
      kind,
      place: line.place,
      sheet: line.sheet,
      reference: line.ref ?? line.place,
      before: shown(line.before),
      after: shown(line.after),
      outcome: line.outcome,
      code: line.code,
      reason: line.reason,
      options: line.options ?? [],
      warning: line.warning,
    };
  });
  const not = plan.notWritten.map(
    ({ position, sheet, reference, code, reason, options }): ReportLine => ({
      position,
      kind: 'ANSWER',
      place: sheet === null ? reference : `'${sheet.replaceAll("'", "''")}'!${reference}`,
      sheet,
      reference,
      before: null,
      after: null,
      outcome: 'NOT_WRITTEN',
      code,
      reason,
      options: [...options],
      warning: null,
    }),
  );
  const lines = [...written, ...not].sort((a, b) => a.position - b.position);
  return { lines, changedParts: returned.changedParts, warnings: returned.warnings };
}

const shown = (value: CellValue): string | null => (value === null ? null : String(value));
