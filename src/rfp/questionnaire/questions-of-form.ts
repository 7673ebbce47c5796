import type { ExtractedDocument, Form, FormQuestion, Span } from '../../formats/index.js';
import { isAmong } from '../../formats/index.js';
import { withoutControls } from '../../platform/text/text-input.js';
import type { LabelledUnit } from '../extraction-types.js';
import { type FormCells, formCellsOf } from './form-cells.js';

/** A question of a form as it is stored. */
export interface QuestionOfForm {
  kind: 'QUESTION' | 'REQUIREMENT' | 'INSTRUCTION';
  text: string;
  number: string | null;
  section: string | null;
  context: string | null;
  hint: string | null;
  page: number | null;
  start: number;
  end: number;
  options: string[];
  cells: FormCells;
  /** What stands in the form already. */
  filled: { text: string; choice: string | null; comment: string | null } | null;
}

/** What a form asks, each at its place in the text of the document. */
export function questionsOfForm(form: Form, document: ExtractedDocument): QuestionOfForm[] {
  const places = placesIn(document);
  return form.questions.map((question) => ({
    kind: kindOf(question.text),
    text: kept(question.text),
    number: keptOrNull(question.number),
    section: keptOrNull(question.section),
    context: keptOrNull(question.context),
    hint: keptOrNull(question.guidance),
    page: null,
    ...(places(question) ?? { start: 0, end: 0 }),
    options: question.options.map(kept),
    cells: formCellsOf(question),
    filled: filledOf(question),
  }));
}

/** Neither PostgreSQL nor a reader has room for control characters. */
const kept = (text: string) => withoutControls(text.replace(/\r\n?/g, '\n'));
const keptOrNull = (text: string | null) => text && kept(text);

const kindOf = (text: string): QuestionOfForm['kind'] =>
  /\?/.test(text) || !/\b(?:shall|must|should|required to|is to|are to)\b/i.test(text)
    ? 'QUESTION'
    : 'REQUIREMENT';

function filledOf({ filled, filledComment, options, listUnknown }: FormQuestion): QuestionOfForm['filled'] {
  if (filled === null) return null;
  const isChoice = listUnknown || (options.length > 0 && isAmong(filled, options));
  return isChoice
    ? { text: kept(filledComment ?? ''), choice: kept(filled), comment: null }
    : { text: kept(filled), choice: null, comment: keptOrNull(filledComment) };
}

/** Finds where the cell of a question stands in the text. */
function placesIn({ text, blocks }: ExtractedDocument): (question: FormQuestion) => Span | null {
  const rows = new Map<string, ExtractedDocument['blocks'][number]>();
  for (const block of blocks)
    if (block.row?.sheet) rows.set(`${block.row.sheet.row} ${block.row.sheet.name ?? ''}`, block);
  let from = 0;
  return ({ sheet, reference, text: asked }) => {
    if (sheet === null) {
      const at = text.indexOf(asked, from) >= 0 ? text.indexOf(asked, from) : text.indexOf(asked);
      if (at < 0) return null;
      from = at;
      return { start: at, end: at + asked.length };
    }
    const [, letters, row] = /^([A-Z]+)(\d+)$/.exec(reference) ?? [];
    const block = rows.get(`${row} ${sheet.trim()}`);
    const index = block?.row?.sheet?.columns.indexOf(columnOf(letters ?? '') - 1) ?? -1;
    const cell = index < 0 ? undefined : block?.row?.cells[index];
    return cell && cell.end > cell.start ? { start: cell.start, end: cell.end } : null;
  };
}

const columnOf = (letters: string) =>
  [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0);

/** The pieces of the text that ask, as labels of their blocks. */
export function unitsOfForm(
  questions: readonly QuestionOfForm[],
  { text, blocks }: ExtractedDocument,
): LabelledUnit[] {
  const seen = new Set<number>();
  const units: LabelledUnit[] = [];
  for (const { start, end, kind } of questions) {
    if (end <= start || seen.has(start)) continue;
    seen.add(start);
    const block = blocks.find((one) => one.start <= start && one.end >= end);
    if (block)
      units.push({
        index: units.length,
        block: block.position,
        text: text.slice(start, end),
        start,
        end,
        page: block.page,
        label: kind === 'REQUIREMENT' ? 'requirement' : 'question',
      });
  }
  return units;
}
