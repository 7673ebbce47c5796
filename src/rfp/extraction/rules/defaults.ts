import { context, type Decision, decide, isAsked, type Reading, type Rule, wordCount } from '../decision.js';
import type { UnitContext } from '../place.js';
import type { SectionRole } from '../sections.js';
import { opensWithBuyer } from '../signals/addressee.js';
import { isDoneByVendor, isFragmentOfData, isStatement, leadsAside } from '../signals/statement.js';
import { isNoStemOfDuties, isRunInTitle } from './lists.js';

/**
 * What a unit is that no rule claims by its own words: the section it stands in says what its items are for, and the
 * units around it say how this document puts what it asks.
 */

/** Sections in which the vendor is told what to answer, to hand in or to do, and what their items are then. */
const EXPECTED: Partial<Record<SectionRole, Decision['label']>> = {
  questionnaire: 'question',
  inquiry: 'question',
  submission: 'instruction',
  wanted: 'requirement',
  work: 'requirement',
};

/** Units to either side that tell how a section asks. */
const REACH = 8;
/** Of them, how many have to ask before a unit is taken to ask as well. */
const MOST = 0.4;

/**
 * Share of the units around it that ask, among those in sections of the same role that ask or state a fact. Phrases
 * that nothing decides yet do not count, nor does what the buyer does.
 */
function companyOf(
  place: UnitContext,
  reading: Reading,
  isOfItsKind: (other: UnitContext) => boolean,
): number {
  const { index } = place.unit;
  const near = reading.places
    .slice(Math.max(0, index - REACH), index + REACH + 1)
    .filter(
      (other) =>
        other !== place &&
        other.role === place.role &&
        !other.isTitle &&
        other.block.kind !== 'heading' &&
        !other.block.furniture &&
        other.continues === null &&
        isOfItsKind(other),
    );
  const asks = (other: UnitContext) => isAsked(reading.decisions[other.unit.index]!.label);
  const asked = near.filter(asks).length;
  const told = near.filter(
    (other) =>
      !asks(other) &&
      wordCount(other.unit.text) > 3 &&
      isStatement(reading.wordsOf(other)) &&
      !opensWithBuyer(reading.wordsOf(other), reading.buyerNames),
  ).length;
  return asked === 0 ? 0 : asked / (asked + told);
}

const isListed = ({ block, number }: UnitContext) => block.kind === 'list-item' || number !== null;

/** "The COR does not have the authority to:", "The Department has:". */
const deniesOrTells = (stem: string, { buyerNames }: Reading) =>
  /\b(?:not|no|cannot|never)\b/i.test(stem) || opensWithBuyer(stem, buyerNames);

/** Whether its words tell that nothing is asked: the buyer acts, a fact is stated, a name or an address is given. */
function speaksAgainst(place: UnitContext, reading: Reading): boolean {
  const { wordsOf, buyerNames } = reading;
  const text = wordsOf(place);
  if (isRunInTitle(place, reading)) return true;
  const stem = place.stem === null ? null : reading.wordsOf(reading.places[place.stem]!);
  if (stem !== null && (isNoStemOfDuties(stem) || deniesOrTells(stem, reading))) return true;
  return leadsAside(text) || isFragmentOfData(text) || opensWithBuyer(text, buyerNames);
}

/** Items and short lines of a questionnaire ask, whatever their words: "Penetration testing frequency." */
export const lineOfQuestionnaire: Rule = (place, reading) => {
  if (place.role !== 'questionnaire' || !place.opens || place.leads || place.cell) return null;
  if (place.block.kind === 'heading' || speaksAgainst(place, reading)) return null;
  const text = reading.wordsOf(place);
  if (wordCount(text) > 40 || wordCount(text) < 2) return null;
  if (place.block.kind === 'list-item') return decide('question', 'item of a questionnaire');
  const isLine =
    wordCount(place.block.text) <= 25 &&
    !(isStatement(text) && !/^(?:is|are|can|has|does|contains?|includes?)\b/i.test(text));
  return isLine && companyOf(place, reading, (other) => other.opens) >= MOST
    ? decide('question', 'line of a questionnaire')
    : null;
};

/** Items of a list in a section that tells what to do are what it tells: "Review of rollback procedures". */
export const itemOfSection: Rule = (place, reading) => {
  const label = EXPECTED[place.role];
  if (!label || !place.opens || place.leads || place.cell || !isListed(place)) return null;
  if (place.block.kind === 'heading' || speaksAgainst(place, reading)) return null;
  const text = reading.wordsOf(place);
  if (wordCount(text) < 2 || isStatement(text)) return null;
  const stem = place.stem === null ? null : reading.decisions[place.stem]!;
  if (stem?.label === 'context' && stem.reason !== 'nothing asked') return null;
  const isTold =
    place.role === 'wanted' ||
    place.role === 'submission' ||
    place.role === 'inquiry' ||
    isUnderDuties(place, reading);
  return isTold || companyOf(place, reading, isListed) >= MOST ? decide(label, 'item of its section') : null;
};

/** "The audit would cover the following activities:" leads into work, whatever its verb. */
function isUnderDuties({ stem }: UnitContext, { places }: Reading): boolean {
  const lead = stem === null ? null : places[stem]!.unit.text;
  return lead !== null && !isNoStemOfDuties(lead) && /following|:$/i.test(lead);
}

/** "A history of the firm." as a paragraph of its own, where papers and answers are listed. */
export const phraseOfSection: Rule = (place, reading) => {
  const { role, block } = place;
  if (role !== 'submission' && role !== 'questionnaire' && role !== 'inquiry') return null;
  if (block.kind !== 'paragraph' || !place.opens || place.leads || place.cell) return null;
  const text = reading.wordsOf(place);
  const isPhrase = /[.;]$/.test(text) && wordCount(text) >= 4 && wordCount(block.text) <= 30;
  return isPhrase && !isStatement(text) && !speaksAgainst(place, reading)
    ? decide(role === 'submission' ? 'instruction' : 'question', 'phrase of its section')
    : null;
};

/** "Phone response within one hour." among duties is one. */
export const amongDuties: Rule = (place, reading) => {
  const label = EXPECTED[place.role];
  if (!label || place.leads || place.cell || place.block.kind === 'heading') return null;
  const text = reading.wordsOf(place);
  if (wordCount(text) < 4 || speaksAgainst(place, reading)) return null;
  const isWork = place.role === 'work' || place.role === 'wanted';
  if (isStatement(text) && !(isWork && isDoneByVendor(text))) return null;
  const isTold = place.role === 'wanted' || place.role === 'submission';
  return (isTold && !isStatement(text)) || companyOf(place, reading, () => true) >= MOST
    ? decide(label, 'among what is asked')
    : null;
};

/** Rows of a list of requirements that was read as a table without a header. */
export const rowOfSection: Rule = (place, reading) => {
  const { cell, role } = place;
  if (cell?.table.kind !== 'plain' || cell.table.headers.length > 0 || role !== 'wanted') return null;
  const text = reading.wordsOf(place);
  const isPhrase = place.opens && wordCount(text) >= 2 && !isStatement(text);
  return isPhrase && !speaksAgainst(place, reading) ? decide('requirement', 'row of its section') : null;
};

/** "… at the earliest of the following: (1) upon completion": the duty is above, its items are cases. */
export const caseOfDuty: Rule = ({ opens, stem }, { places }) =>
  opens && stem !== null && isNoStemOfDuties(places[stem]!.unit.text)
    ? context('a case of the duty above')
    : null;

export const DEFAULTS: Rule[] = [
  caseOfDuty,
  lineOfQuestionnaire,
  itemOfSection,
  phraseOfSection,
  rowOfSection,
  amongDuties,
];
