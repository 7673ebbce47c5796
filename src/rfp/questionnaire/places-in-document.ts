import type { Form, FormQuestion } from '../../formats/index.js';
import type { ExtractedQuestion } from '../extraction-types.js';
import { type FormCells, formCellsOf } from './form-cells.js';

/** A question of a document, with where its form takes the answer. */
export type PlacedQuestion = ExtractedQuestion & {
  options: string[];
  hint: string | null;
  cells?: FormCells;
};

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** In a form with more places each question is looked up by its very words. */
const MOST_COMPARED = 1000;
/** Shorter ones are found in too many places. */
const LONG_ENOUGH = 15;

/**
 * Gives the questions of a Word document the places of its form that ask the same, and adds what only a control asks.
 * What the text of a document asks stays as it was found.
 */
export function placesInDocument(
  questions: readonly ExtractedQuestion[],
  form: Form,
  text: string,
): { questions: PlacedQuestion[]; placed: number } {
  const open = new Set(form.questions.filter(({ filled }) => filled === null));
  const names = new Map(form.questions.map((question) => [question, plain(question.text)]));
  const byName = new Map<string, FormQuestion[]>();
  for (const [question, name] of names) byName.set(name, [...(byName.get(name) ?? []), question]);
  const nearly = (isPart: (one: FormQuestion) => boolean) =>
    form.questions.length <= MOST_COMPARED ? [...open].find(isPart) : undefined;
  const take = (asked: string): FormQuestion | undefined => {
    const name = plain(asked);
    const isPart = (one: FormQuestion) => {
      const other = names.get(one)!;
      const [short, long] = other.length < name.length ? [other, name] : [name, other];
      return short.length >= LONG_ENOUGH && long.includes(short);
    };
    const found = (byName.get(name) ?? []).find((one) => open.has(one)) ?? nearly(isPart);
    if (found) open.delete(found);
    return found;
  };
  const placed = questions.map((question): PlacedQuestion => {
    const found = take(question.text);
    return {
      ...question,
      options: found?.options ?? [],
      hint: null,
      ...(found && { cells: formCellsOf(found) }),
    };
  });
  const added = [...open].filter(isOfControl).map((question): PlacedQuestion => {
    const start = Math.max(0, text.indexOf(question.text));
    const end = text.startsWith(question.text, start) ? start + question.text.length : start;
    return {
      ...{ kind: 'question', text: question.text, start, end, page: null, block: 0 },
      ...{ number: null, section: null, context: null, hint: null },
      options: question.options,
      cells: formCellsOf(question),
    };
  });
  const all = added.length <= MOST_ADDED ? [...placed, ...added] : placed;
  return { questions: all, placed: all.filter(({ cells }) => cells).length };
}

/** A plan with thousands of check boxes asks by its text, not box by box. */
const MOST_ADDED = 500;

const isOfControl = ({ reference }: FormQuestion) => /^(?:control|field):/.test(reference);
