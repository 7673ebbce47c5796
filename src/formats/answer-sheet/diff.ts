import { fingerprintOf } from './columns.js';
import { type AnswerRow, type AnswerSheetDiff, EDITABLE, type ReturnedRow } from './types.js';

/**
 * Compares a workbook that came back with the answers as they are now. Purely: nothing is taken over here. What the workbook
 * left as it was exported is no change, whatever happened in the workflow since; rows that were deleted are none either.
 *
 * @param current the answers now, by the keys of the export
 */
export function diffAnswerSheet(
  rows: readonly ReturnedRow[],
  current: readonly Pick<AnswerRow, 'key' | 'answer' | 'comment'>[],
): AnswerSheetDiff {
  const known = new Map(current.map((answer) => [answer.key, answer]));
  const seen = new Set<string>();
  const diff: AnswerSheetDiff = { changes: [], conflicts: [], problems: [] };
  for (const returned of rows) {
    const { row, key } = returned;
    const now = known.get(key);
    const reason = now
      ? seen.has(key)
        ? 'The row names an answer that a row above names already; that one was taken.'
        : null
      : key === '' && returned.answer === '' && returned.comment === ''
        ? ''
        : key === ''
          ? 'The row has no key, so it is not known which answer it is. Enter it where its question stands.'
          : 'The row has a key that belongs to no answer of this workflow.';
    if (reason !== null || !now) {
      if (reason) diff.problems.push({ row, reason });
      continue;
    }
    seen.add(key);
    for (const field of EDITABLE) {
      const exported = returned.exported[field];
      const [before, after] = [now[field], returned[field]];
      const entered = fingerprintOf(after);
      if (exported === null || entered === exported || entered === fingerprintOf(before)) continue;
      const list = fingerprintOf(before) === exported ? diff.changes : diff.conflicts;
      list.push({ key, row, field, before, after: after.trim() });
    }
  }
  return diff;
}
