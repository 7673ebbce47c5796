import type { AnswerStatus } from '../../../generated/client/client.js';
import type { CellEdit } from '../../formats/index.js';
import { saysNothing } from '../../grounding/index.js';
import { cellText } from './cell-text.js';
import { type FormCells, isChosen } from './form-cells.js';

/** An answer as it is to go into a form. */
export interface AnswerForForm {
  position: number;
  options: readonly string[];
  cells: FormCells;
  status: AnswerStatus;
  text: string;
  choice: string | null;
  comment: string | null;
}

export type LineKind = 'ANSWER' | 'COMMENT';

/** An edit of the form, and whose answer it writes. */
export type FormEdit = { position: number; kind: LineKind; cell: CellEdit };

/** An answer that goes into no cell, and why. */
export interface NotWritten {
  position: number;
  sheet: string | null;
  reference: string | null;
  code: 'NOT_ANSWERED' | 'NOT_CHOSEN';
  reason: string;
  options: readonly string[];
}

/** What is written where. */
export interface Plan {
  edits: FormEdit[];
  notWritten: NotWritten[];
}

/** Decides for each answer what goes into which cells of its form. What is not answered leaves its cells as they are. */
export function planEdits(answers: readonly AnswerForForm[]): Plan {
  const plan: Plan = { edits: [], notWritten: [] };
  for (const answer of answers) {
    const { cells, position } = answer;
    const missing = whyNot(answer);
    if (missing) {
      const reference = cells.answer ?? cells.marks[0]?.reference ?? null;
      plan.notWritten.push({ position, sheet: cells.sheet, reference, options: answer.options, ...missing });
    } else plan.edits.push(...answerEdits(answer), ...commentEdits(answer));
  }
  return plan;
}

const READY: readonly AnswerStatus[] = ['DRAFTED', 'APPROVED_MATCH', 'EDITED', 'APPROVED'];

const WHY: Partial<Record<AnswerStatus, string>> = {
  PENDING: 'It is still being drafted.',
  NEEDS_INPUT: 'The evidence answers it not, or not all of it: somebody who knows has to.',
  FAILED: 'It could not be drafted: somebody has to write it.',
};

function whyNot(answer: AnswerForForm): Pick<NotWritten, 'code' | 'reason'> | null {
  const { status, choice, text, options } = answer;
  if (!READY.includes(status))
    return { code: 'NOT_ANSWERED', reason: WHY[status] ?? 'It is not answered yet.' };
  if (isChosen(answer))
    return choice !== null
      ? null
      : {
          code: 'NOT_CHOSEN',
          reason: options.length
            ? `Nothing was chosen. Choose one of ${options.map((option) => `“${option}”`).join(', ')}.`
            : 'Nothing was chosen. What the list allows only the program of the file can work out: open the file there, look, and set the choice.',
        };
  return cellText(text) === '' || saysNothing(text)
    ? { code: 'NOT_ANSWERED', reason: 'The answer has no text that is for the client to read.' }
    : null;
}

function answerEdits(answer: AnswerForForm): FormEdit[] {
  const { cells, position, choice, text } = answer;
  const edit = (reference: string, value: string | number | null): FormEdit =>
    editAt(cells, reference, value, { position, kind: 'ANSWER' });
  if (cells.marks.length > 0)
    return cells.marks.map(({ reference, option, mark }) => edit(reference, option === choice ? mark : null));
  if (cells.answer === null) return [];
  if (choice !== null) return [edit(cells.answer, choice)];
  const written = cellText(text);
  return [edit(cells.answer, cells.isNumber ? numberIn(written) : written)];
}

/** "1,200" for a cell that takes numbers alone; what is no number goes there as it is, and is refused. */
const numberIn = (text: string): string | number =>
  /^-?\d{1,3}(?:,\d{3})*(?:\.\d+)?$|^-?\d+(?:\.\d+)?$/.test(text) ? Number(text.replaceAll(',', '')) : text;

/** The comment; beside a choice the text of the answer, where nobody gave another one. */
function commentEdits({ cells, position, choice, comment, text }: AnswerForForm): FormEdit[] {
  if (cells.comment === null) return [];
  const explained = choice !== null && !saysNothing(text) ? cellText(text) : '';
  const value = comment ?? explained;
  if (value === '' || value === choice) return [];
  return [editAt(cells, cells.comment, value, { position, kind: 'COMMENT' })];
}

function editAt(
  { sheet, listUnknown }: FormCells,
  reference: string,
  value: string | number | null,
  of: { position: number; kind: LineKind },
): FormEdit {
  const chosen = listUnknown && of.kind === 'ANSWER' && { chosen: true };
  return { ...of, cell: { sheet: sheet ?? '', ref: reference, value, ...chosen } };
}
