import { parseRange, type Region } from '../../formats/index.js';
import { invalidInput } from '../../platform/errors.js';

/** As somebody gives it; what is left out is none. */
export interface RegionInput {
  sheet: string;
  range: string;
  layout?: 'ROWS' | 'BELOW' | null;
  question: string;
  number?: string | null;
  section?: string | null;
  guidance?: string | null;
  answer?: string | null;
  comment?: string | null;
  evidence?: string | null;
  marks?: readonly { column: string; option: string }[] | null;
  options?: readonly string[] | null;
  heading?: string | null;
}

const MOST_REGIONS = 500;
const MOST_OPTIONS = 100;
const LONGEST = 500;

/**
 * The regions of a mapping as somebody corrected them.
 * @param sheets the names of the sheets that are seen
 * @throws {DomainError} invalid-input, which says what to set right
 */
export function regionsOf(given: readonly RegionInput[], sheets: readonly string[]): Region[] {
  if (given.length === 0)
    throw invalidInput('A mapping without a region asks nothing. Give at least one.', ['input', 'regions']);
  if (given.length > MOST_REGIONS)
    throw invalidInput(`At most ${MOST_REGIONS} regions are taken.`, ['input', 'regions']);
  return given.map((region, at) => regionOf(region, sheets, ['input', 'regions', String(at)]));
}

function regionOf(given: RegionInput, sheets: readonly string[], path: string[]): Region {
  if (!sheets.includes(given.sheet))
    throw invalidInput(
      `There is no sheet “${given.sheet.slice(0, 100)}” that can be seen. The sheets are ${sheets.map((name) => `“${name}”`).join(', ')}.`,
      [...path, 'sheet'],
    );
  const range = parseRange(given.range);
  if (!range)
    throw invalidInput('A range is given by its first and last cell, such as “A5:G40”.', [...path, 'range']);
  const column = (field: 'number' | 'section' | 'guidance' | 'answer' | 'comment' | 'evidence') =>
    letters(given[field] ?? null, [...path, field]);
  const marks = (given.marks ?? []).map((mark, at) => ({
    column: letters(mark.column, [...path, 'marks', String(at), 'column'])!,
    option: short(mark.option, [...path, 'marks', String(at), 'option']),
  }));
  const answer = column('answer');
  if (answer === null && marks.length < 2)
    throw invalidInput(
      'Say where the answers go: a column, or at least two columns of which one is marked.',
      [...path, 'answer'],
    );
  if (answer !== null && marks.length > 0)
    throw invalidInput('Answers are either written in a column or marked in several, not both.', [
      ...path,
      'marks',
    ]);
  const question = letters(given.question, [...path, 'question'])!;
  const layout = given.layout ?? 'ROWS';
  const targets = [answer, column('comment'), column('evidence'), ...marks.map((mark) => mark.column)];
  if (layout === 'ROWS' && targets.includes(question))
    throw invalidInput('The column of the questions cannot take answers as well.', [...path, 'question']);
  const used = targets.filter((one) => one !== null);
  if (new Set(used).size < used.length)
    throw invalidInput('Each column takes one thing: two of these are the same.', path);
  const options = (given.options ?? []).map((option) => short(option, [...path, 'options']));
  if (options.length > MOST_OPTIONS)
    throw invalidInput(`At most ${MOST_OPTIONS} options are taken.`, [...path, 'options']);
  return {
    sheet: given.sheet,
    range: given.range.replaceAll('$', '').toUpperCase(),
    layout,
    number: column('number'),
    question,
    section: column('section'),
    guidance: column('guidance'),
    answer,
    comment: column('comment'),
    evidence: column('evidence'),
    marks,
    heading: given.heading ? short(given.heading, [...path, 'heading']) : null,
    options: marks.length > 0 ? marks.map(({ option }) => option) : options,
    // Somebody said so.
    confidence: 1,
  };
}

function letters(value: string | null, path: string[]): string | null {
  if (value === null || value.trim() === '') return null;
  const column = value.trim().toUpperCase();
  if (!/^[A-Z]{1,3}$/.test(column) || !parseRange(`${column}1`))
    throw invalidInput(
      `“${value.slice(0, 20)}” is no column. Columns are named by letters, such as “C”.`,
      path,
    );
  return column;
}

function short(value: string, path: string[]): string {
  if (value.trim() === '' || value.length > LONGEST)
    throw invalidInput(`This text is empty, or longer than ${LONGEST} characters.`, path);
  return value;
}
