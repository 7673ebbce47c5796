import type { FormQuestion } from '../../formats/index.js';

// A type, not an interface: only types go into columns of JSON as they are.
/** Where a form takes the answer to a question. */
export type FormCells = {
  /** Null in a form that is a Word document. */
  sheet: string | null;
  /** The cell, or the place in the document, that asks. */
  reference: string;
  answer: string | null;
  comment: string | null;
  evidence: string | null;
  /** One of these is marked, the others are cleared. */
  marks: { reference: string; option: string; mark: string }[];
  /** What is allowed there only the buyer's program knows. */
  listUnknown: boolean;
  /** The cell takes numbers alone. */
  isNumber: boolean;
};

export const formCellsOf = (question: FormQuestion): FormCells => ({
  sheet: question.sheet,
  reference: question.reference,
  answer: question.answer,
  comment: question.comment,
  evidence: question.evidence,
  marks: question.marks,
  listUnknown: question.listUnknown,
  isNumber: question.isNumber,
});

/** What tells that two questions are the same one, read by different mappings. */
export const identityOf = ({ sheet, answer, marks }: Pick<FormCells, 'sheet' | 'answer' | 'marks'>): string =>
  [sheet ?? '', answer ?? marks.map(({ reference }) => reference).join(' ')].join('!');

/** Whether an answer to it is chosen rather than written. */
export const isChosen = ({ options, cells }: { options: readonly string[]; cells: unknown }): boolean =>
  options.length > 0 || ((cells as FormCells | null)?.listUnknown ?? false);
