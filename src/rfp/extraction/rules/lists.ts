import type { Block } from '../../../formats/types.js';
import { context, decide, isAsked, type Reading, type Rule, wordCount } from '../decision.js';
import type { UnitContext } from '../place.js';
import { roleOfTitle } from '../sections.js';
import { partyOf } from '../signals/addressee.js';
import { promptOf } from '../signals/interrogative.js';
import { subjectBefore } from '../signals/modality.js';
import { isLeaf } from './forms.js';

/** An item takes after the sentence that leads into its list. */
export const listItem: Rule = (place, reading) => {
  const { unit, block } = place;
  const before = reading.places[unit.index - 1];
  // "Executive summary. One page." in a list: the title stands for the item, its first sentence is the item.
  const isBehindTitle = before?.block === block && isRunInTitle(before, reading);
  if (!place.opens && !isBehindTitle) return null;
  const at = place.stem ?? (isBehindTitle ? before.stem : null);
  if (at === null) return null;
  if (isRunInTitle(place, reading)) return context('title of an item');
  const stem = reading.decisions[at]!;
  if (isNoStemOfDuties(reading.places[at]!.unit.text)) return null;
  if (stem.reason === 'interrogative') return context('choice under a question');
  if (!isAsked(stem.label)) return null;
  const text = reading.wordsOf(place);
  const modal = /\b(?:shall|will|must|may)\b/i.exec(text);
  if (modal && partyOf(subjectBefore(text.slice(0, modal.index)), reading.buyerNames) === 'buyer')
    return context('the buyer acts');
  return decide(stem.label, 'item of a list');
};

/** "Hours of coverage." before the text of its item. */
export const isRunInTitle = ({ unit, block, opens, number }: UnitContext, { places }: Reading) =>
  opens &&
  (number !== null || block.kind === 'list-item') &&
  places[unit.index + 1]?.block === block &&
  wordCount(unit.text) <= (number === null ? 2 : 5) &&
  /^\p{Lu}[^?!:;]*\.$/u.test(unit.text);

/** "… at the earliest of the following:" counts cases and "… to the following address:" gives one; the duty is above. */
export const isNoStemOfDuties = (stem: string) =>
  /\b(?:if|when|unless|except|earliest|latest|cases|circumstances|reasons?|events?|upon|because|where)\b[^:,]{0,60}(?::|--|—)$/i.test(
    stem,
  ) ||
  /\b(?:(?:following|mailing|street|postal|e-?mail|delivery|the|this|below) address(?:es)?|(?:following|the) locations?|(?:sent|mailed|delivered|submitted|e-?mailed|addressed|directed|forwarded) to)\b[^:,]{0,60}:$/i.test(
    stem,
  );

/** "Dust sills up to six feet." in a list of tasks is a task as well. */
export const taskAmongTasks: Rule = (place, { places, decisions, wordsOf }) => {
  const { block, unit, role } = place;
  if (!isShortBlock(block) || !place.opens || place.leads || place.stem !== null || place.cell) return null;
  if (role !== 'work' && role !== 'wanted') return null;
  if (!/^\p{Lu}\p{Ll}+ \p{Ll}.*[.;]$/u.test(wordsOf(place)) || STATES.test(unit.text)) return null;
  const isSibling = (other: UnitContext) =>
    isShortBlock(other.block) && other.section === place.section && other.block.level === block.level;
  const before = places
    .slice(Math.max(0, unit.index - 4), unit.index)
    .findLast((other) => isSibling(other) && decisions[other.unit.index]!.reason.endsWith(TASK));
  const after = places
    .slice(unit.index + 1, unit.index + 4)
    .find((other) => isSibling(other) && promptOf(wordsOf(other)) === 'work');
  return before || after ? decide('requirement', `among them a ${TASK}`) : null;
};

const TASK = 'task of the work';
/** Bullets that were drawn rather than written leave short paragraphs. */
const isShortBlock = ({ kind, text }: Block) =>
  kind === 'list-item' || (kind === 'paragraph' && text.length < 120);

const STATES =
  /\b(?:is|are|was|were|has|have|had|do|does|allows?|supports?|provides?|includes?|consists?|offers?|uses?)\b/i;
/** Titles under which "A1 The system is available in German." is a condition to meet. */
const CONDITION = /\b(?:criteria|minimum qualifications|must haves?)\b/i;
/** A sentence that leads into conditions to meet. */
const MEETS =
  /\b(?:meets?|satisf(?:y|ies)|fulfil\w*|compl(?:y|ies) with)\b[^.:]{0,60}\bfollowing\b[^.:]{0,100}:$/i;
const subjectOf = (text: string) => text.slice(0, STATES.exec(text)?.index ?? 0);
const PREFERRED = /\b(?:preferred|desired|desirable|nice to have|optional)\b/i;

/**
 * Under "Salient characteristics" bare specifications are what is wanted; under "Desired features" statements are, too.
 * A statement under "Technical requirements" may as well tell how things stand.
 */
export const wanted: Rule = (place, reading) => {
  const { wordsOf, buyerNames, places } = reading;
  if (!place.opens || place.leads || place.cell || isRunInTitle(place, reading)) return null;
  if (place.block.kind === 'heading' && (place.number === null || !isLeaf(place, reading))) return null;
  const stem = place.stem === null ? null : places[place.stem]!.unit.text;
  const isUnderTitle =
    stem === null
      ? place.role === 'wanted'
      : MEETS.test(stem) || (roleOfTitle(stem) === 'wanted' && wordCount(stem) <= 8);
  if (!isUnderTitle) return null;
  const text = wordsOf(place);
  if (wordCount(text) < 2 || /:$/.test(text) || /^(?:see|note|these|this|refer)\b/i.test(text)) return null;
  if (partyOf(text, buyerNames) === 'buyer') return null;
  const isStatement = STATES.test(text) && (/\.$/.test(text) || place.block.kind === 'paragraph');
  if (isStatement) {
    const title = stem ?? place.section?.title ?? '';
    const isNumbered =
      place.number !== null && /^(?:vendor|solution|response)$/.test(partyOf(subjectOf(text), buyerNames));
    return MEETS.test(title) || PREFERRED.test(title) || (CONDITION.test(title) && isNumbered)
      ? decide('requirement', 'stated as wanted')
      : null;
  }
  const isListed = place.block.kind === 'list-item' || place.number !== null || stem !== null;
  return isListed ? decide('requirement', 'listed as wanted') : null;
};

const IS_SENTENCE = new RegExp(`${STATES.source}|\\b(?:shall|must|will|may|should|can)\\b|[:?]$`, 'i');
const HOLDS_PAPERS =
  /\b(?:envelopes?|documents?|contents?|volumes?|proposals?|bids?|tenders?|packages?|attachments?|enclosures?|checklist|forms?|submittals?|validity)\b/i;

/** "Cover letter on company letterhead" in a list under "Envelope A: eligibility documents". */
export const handedIn: Rule = (place, { wordsOf }) => {
  const { block, role, section, stem } = place;
  if (role !== 'submission' || block.kind !== 'list-item' || !place.opens || place.leads || stem !== null)
    return null;
  const text = wordsOf(place);
  const isPhrase = wordCount(text) > 1 && wordCount(text) <= 20 && !IS_SENTENCE.test(text);
  return isPhrase && HOLDS_PAPERS.test(section?.title ?? '')
    ? decide('instruction', 'listed to be handed in')
    : null;
};

const WEIGHED = /\b(?:evaluated|scored|rated|considered|assessed|judged|reviewed|weighed)\b/i;

/** A list under what the buyer does or weighs is no list of duties. */
export const theBuyerActs: Rule = (place, { wordsOf, buyerNames }) => {
  if (!place.leads) return null;
  const text = wordsOf(place);
  if (WEIGHED.test(text)) return context('the buyer acts');
  const modal = /\b(?:will|shall|may|intends|reserves)\b/i.exec(text);
  const isBuyer = modal && partyOf(subjectBefore(text.slice(0, modal.index)), buyerNames) === 'buyer';
  return isBuyer ? context('the buyer acts') : null;
};
