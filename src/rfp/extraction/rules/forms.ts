import { context, type Decision, decide, type Reading, type Rule, wordCount } from '../decision.js';
import type { UnitContext } from '../place.js';
import { fieldLabel } from '../signals/form-field.js';
import { isInterrogative, promptOf } from '../signals/interrogative.js';
import { obligationsIn } from '../signals/modality.js';

/** A thing to tick off: something to hand in, or a condition to meet. */
export const checklistItem: Rule = (place, { wordsOf }) => {
  if (!place.isChecked || !place.opens || wordCount(wordsOf(place)) < 1) return null;
  return decide(place.role === 'submission' ? 'instruction' : 'requirement', 'item of a checklist');
};

export const tableCell: Rule = (place, reading) => {
  const { cell, block } = place;
  if (!cell) return null;
  if (block.row!.isHeader) return context('column header');
  if (cell.header !== null && place.unit.text.trim() === cell.header) return context('column header');
  if (cell.role === 'number') return context('number');
  if (cell.role === 'note' || cell.role === 'rank') return context('a note on the row');
  if (/clauses?$/.test(place.role) && cell.table.headers.length === 0) return context('clauses listed');
  if (cell.table.kind === 'price') return context('price table');
  if (cell.table.kind === 'plain') return statedInTable(place);
  if (cell.table.kind !== 'form') return null;
  if (cell.role === 'response' || cell.role === 'answer') return context('room for an answer');
  // "Must", "High priority": what the buyer noted about the row.
  if (cell.role !== 'ask') return wordCount(place.unit.text) <= 3 ? context('a note on the row') : null;
  if (place.role === 'evaluation') return context('evaluators’ form');
  const text = reading.wordsOf(place);
  if (isInterrogative(text) || promptOf(text) === 'answer') return decide('question', 'asked in a form');
  const header = cell.header ?? '';
  if (
    obligationsIn(text, reading.buyerNames).length > 0 ||
    /requirement|specification|feature|function|capabilit|criteri|minimum|task/i.test(header)
  ) {
    return decide('requirement', 'row of a matrix to fill in');
  }
  if (place.opens) return decide('question', 'row of a form to fill in');
  const before = reading.decisions[place.unit.index - 1];
  return before?.label === 'question' ? decide('question', 'goes on in its cell') : null;
};

/** "Supporting documents to be submitted" beside the criterion that they prove. */
const PAPERS =
  /\b(?:documents?|proof|evidence|papers|certificates?)\b.{0,30}\b(?:to be|required|submitted|attached|enclosed|needed)\b/i;

/** A bare specification in a column headed "Requirement" is one; sentences speak for themselves. */
function statedInTable({ cell, opens, role, unit }: UnitContext) {
  if (!cell || !opens || role === 'evaluation' || role === 'definitions') return null;
  const header = cell.header ?? '';
  if (PAPERS.test(header) && role !== 'background')
    return wordCount(unit.text) > 1 ? decide('instruction', 'column of papers to hand in') : null;
  if (cell.role !== 'ask') return null;
  const isRequired =
    /\b(?:requirements?|specifications?|minimum)\b/i.test(header) ||
    cell.table.columns.includes('rank') ||
    (role !== 'background' &&
      !cell.table.headers.some((other) => /weight|points?\b|scor|marks|%/i.test(other)) &&
      /\b(?:criteri(?:a|on)|tasks?|activit(?:y|ies)|deliverables?|duties)\b/i.test(header));
  return isRequired && wordCount(unit.text) > 1 && !isInterrogative(unit.text)
    ? decide('requirement', 'row of a table of requirements')
    : null;
}

const isPlainTitle = ({ block, awaitsAnswer }: UnitContext) =>
  block.kind === 'heading' && !(awaitsAnswer && /[?:*]$/.test(block.text.trimEnd()));

/** Lines of a form that a notary or the buyer's officer fills in. */
const FOR_OTHERS =
  /^\W*(?:notary|subscribed and sworn|sworn to|my commission expires|for (?:official|office|agency|government) use|contracting officer)\b/i;

/** Of a long paragraph before room for an answer only the end asks; in a questionnaire all of it belongs to the item. */
const isExplained = ({ role, unit, block }: UnitContext, { places }: Reading) =>
  role !== 'questionnaire' &&
  block.number === null &&
  places[unit.index + 1]?.block === block &&
  block.text.length > 240;

/** What is followed by choices or by room for an answer asks for one, whatever its words. */
export const formItem: Rule = (place, reading) => {
  const text = reading.wordsOf(place);
  const label = fieldLabel(text);
  const isRequired = label === 'required' || /[^*\s]\s\*\s*$/.test(place.block.text.slice(-12));
  const isForm =
    (place.awaitsAnswer && !isExplained(place, reading)) ||
    leadsToBoxes(place, reading) ||
    isRequired ||
    label === 'blank';
  if (!isForm || place.cell || (isPlainTitle(place) && !(isRequired && place.number !== null))) return null;
  if (place.role === 'evaluation' || isEvaluatorsForm(text)) return context('evaluators’ form');
  if (FOR_OTHERS.test(text)) return context('for others to fill in');
  if (isRequired && /^\*?\s*(?:required|indicates?)\b/i.test(text)) return context('legend');
  const complies =
    place.role !== 'questionnaire' &&
    label === null &&
    !isInterrogative(text) &&
    promptOf(text) === null &&
    obligationsIn(text, reading.buyerNames).length > 0;
  return decide(complies ? 'requirement' : 'question', 'room for an answer');
};

/** A choice within running text; a block that is a choice is told by its place. */
const TICK_BOX = /^(?:\[[ xX_]?\]|[☐☑☒□❑❒])\s/;

const hasBoxesBehind = ({ unit, block }: UnitContext, { places }: Reading) => {
  const next = places[unit.index + 1];
  return next?.block === block && TICK_BOX.test(next.unit.text);
};

/** "Preferred method of payment: [ ] Check [ ] Card": the choices stand in the same line. */
const leadsToBoxes = (place: UnitContext, reading: Reading) =>
  /[?:]$/.test(place.unit.text) && hasBoxesBehind(place, reading);

const REPRESENTS = 'says which of its boxes holds';

/** "The offeror represents that it [ ] is, [ ] is not a small business": the boxes are part of the sentence. */
export const boxInSentence: Rule = (place, reading) => {
  const before = reading.decisions[place.unit.index - 1];
  if (TICK_BOX.test(place.unit.text) && !place.opens && before?.reason === REPRESENTS)
    return decide('question', REPRESENTS);
  const isCut =
    /\b(?:represents|certifies|states|declares|confirms)\b.*\b(?:it|that|is|are|has|does|they)$/i.test(
      place.unit.text.slice(-400),
    );
  return isCut && hasBoxesBehind(place, reading) ? decide('question', REPRESENTS) : null;
};

/** A box to tick in running text. */
export const choice: Rule = (place, reading) => {
  const { isOption, isChecked, unit } = place;
  if (!isOption && (!TICK_BOX.test(unit.text) || isChecked)) return null;
  const label = isOption ? null : labelOfBoxes(place, reading);
  return label ? decide(label, 'box among papers to hand in') : context('choice');
};

/** "Include the following documents: [x] Company profile [x] …" lists what to hand in, not choices. */
function labelOfBoxes(
  { unit, block }: UnitContext,
  { places, decisions }: Reading,
): Decision['label'] | null {
  const lead = places
    .slice(Math.max(0, unit.index - 20), unit.index)
    .findLast((other) => other.block !== block || !TICK_BOX.test(other.unit.text));
  if (lead?.block !== block || !/:$/.test(lead.unit.text)) return null;
  const { label } = decisions[lead.unit.index]!;
  return label === 'instruction' || label === 'requirement' ? label : null;
}

export const isEvaluatorsForm = (text: string) =>
  /^(?:evaluator|reviewer|rater|scorer|initials of|signature of evaluator|points? (?:awarded|total)|score)\b/i.test(
    text,
  );

/** In a questionnaire a label with a colon and a bare numbered topic ask as well as a sentence. */
export const field: Rule = (place, reading) => {
  if (place.role !== 'questionnaire' || place.leads || !place.opens || place.cell) return null;
  const text = reading.wordsOf(place);
  const isHeading = place.block.kind === 'heading';
  if (!isHeading && fieldLabel(text) === 'colon') return decide('question', 'label of a field');
  const stands = isHeading
    ? isLeaf(place, reading)
    : (place.block.kind === 'list-item' || place.number !== null) && place.stem === null;
  const isListed = place.number !== null || place.block.kind === 'list-item';
  const isLegend = /^\W*(?:required|optional)\W*$/i.test(text);
  return stands && isListed && !isLegend && wordCount(text) <= 15 && !/[.!]$/.test(text)
    ? decide('question', 'topic of a questionnaire')
    : null;
};

/** "Lead time for hardware." in a list whose other items are questions asks as they do. */
export const topicAmongQuestions: Rule = (place, { places, decisions, wordsOf }) => {
  const { block, unit, stem } = place;
  if (block.kind !== 'list-item' || !place.opens || place.leads || stem !== null || place.cell) return null;
  const text = wordsOf(place);
  if (
    wordCount(text) > 20 ||
    /^[^:]{1,30}:\s+\p{Lu}/u.test(text) ||
    places[unit.index + 1]?.block === block ||
    /[:!]$/.test(text)
  )
    return null;
  const isSibling = (other: UnitContext) =>
    other.block.kind === 'list-item' &&
    other.block !== block &&
    other.section === place.section &&
    other.block.level === block.level &&
    (other.block.number === null) === (block.number === null);
  // What its sibling is, the end of it tells: "We plan a pilot. Would you join?"
  const before = places.slice(Math.max(0, unit.index - 6), unit.index).findLast(isSibling);
  if (before && decisions[before.unit.index]!.label === 'question')
    return decide('question', 'topic among questions');
  // Where a whole paper inquires, one question tells for the list.
  const reach = place.role === 'inquiry' || place.role === 'questionnaire' ? 16 : before ? 0 : 4;
  const after = places.slice(unit.index + 1, unit.index + reach).filter(isSibling);
  const asks = (other: UnitContext | undefined) => other !== undefined && isInterrogative(wordsOf(other));
  return asks(after[0]) || (reach === 16 && after.some(asks))
    ? decide('question', 'topic among questions')
    : null;
};

/** A heading with nothing under it: a topic that was set like a title. */
export function isLeaf(place: UnitContext, { places }: Reading): boolean {
  const next = places
    .slice(place.unit.index + 1, place.unit.index + 8)
    .find(({ block }) => !block.furniture && block !== place.block);
  const depth = (number: string | null) => number?.split('.').filter(Boolean).length ?? 0;
  if (!next) return true;
  const own = place.block.number?.replace(/\.$/, '');
  if (own && next.block.number?.startsWith(`${own}.`)) return false;
  if (next.block.kind === 'list-item')
    return depth(next.block.number) === depth(place.block.number) && depth(place.block.number) > 1;
  return next.block.kind === 'heading' && (next.block.level ?? 1) <= (place.block.level ?? 1);
}
