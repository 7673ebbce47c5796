import { context, type Rule, wordCount } from '../decision.js';
import type { UnitContext } from '../place.js';
import { isInterrogative } from '../signals/interrogative.js';

/** How far to look from a question to its answer, in units; more would be another question's answer. */
const NEAR = 10;

/** Other bidders' questions with the buyer's answers are nothing to answer. */
export const answeredQuestion: Rule = (place, { places }) => {
  if (
    place.cell?.table.kind === 'answered' ||
    (place.role === 'answered-questions' && !opensAddendum(place, places))
  ) {
    return context('already answered');
  }
  if (isAnswer(place, places) || goesOnWithAnswer(place, places)) return context('an answer');
  if (!isPutAsQuestion(place)) return null;
  for (const next of places.slice(place.unit.index + 1, place.unit.index + NEAR)) {
    if (isAnswer(next, places)) return context('already answered');
    if (next.block !== place.block && isPutAsQuestion(next)) return null;
  }
  return null;
};

/** The lines before the first question tell what to do with the addendum. */
const opensAddendum = ({ unit, cell, block }: UnitContext, places: UnitContext[]) =>
  unit.index < NEAR &&
  cell === null &&
  block.kind === 'paragraph' &&
  !places.slice(0, unit.index + 1).some((place) => place.cell !== null || isPutAsQuestion(place));

const SAID =
  /^(?:A\s?\d{0,3}|Ans(?:wer)?\s?\d{0,3}|(?:Government |Agency |State |City |County )?(?:Response|Reply)\s?\d{0,3})\s?[:)-]\s*\S/;
const SAID_IN_PASSING = /^(?:Answer|Response|Reply)\s?\d{0,3}\s?:/;

function isAnswer(place: UnitContext, places: UnitContext[]): boolean {
  const { unit, opens } = place;
  if (answersByNumber(place, places) || answersInBlock(place, places)) return true;
  if (!opens && !SAID_IN_PASSING.test(unit.text)) return false;
  return SAID.test(unit.text) && !/[_…]{3}/.test(unit.text) && wordCount(unit.text) > 1;
}

/** "3. Does this apply on weekends? Yes, at all times." */
function answersInBlock({ unit, block, cell }: UnitContext, places: UnitContext[]): boolean {
  const before = places[unit.index - 1];
  return (
    cell === null &&
    before?.block === block &&
    isInterrogative(before.unit.text) &&
    /^(?:yes|no|correct|confirmed|affirmative)[.,;]/i.test(unit.text) &&
    (wordCount(unit.text) > 2 || places[unit.index + 1]?.block === block)
  );
}

/** "A12" answers where a "Q12" went before; alone it numbers an item of section A. */
function answersByNumber({ unit, block }: UnitContext, places: UnitContext[]): boolean {
  const number = /^A[-. ]?(\d+)/.exec(block.number ?? '')?.[1];
  if (number === undefined) return false;
  const before = places.slice(Math.max(0, unit.index - NEAR), unit.index);
  return before.some((earlier) => /^Q\D*(\d+)/.exec(earlier.block.number ?? '')?.[1] === number);
}

function goesOnWithAnswer({ unit, block }: UnitContext, places: UnitContext[]): boolean {
  const before = places.slice(Math.max(0, unit.index - NEAR), unit.index);
  return before.some((earlier) => earlier.block === block && isAnswer(earlier, places));
}

const isPutAsQuestion = ({ block, unit }: UnitContext) =>
  /^Q/i.test(block.number ?? '') ||
  /^(?:Q|Question)\s?\d{0,3}\s?[:.)-]/i.test(block.text) ||
  isInterrogative(unit.text);
