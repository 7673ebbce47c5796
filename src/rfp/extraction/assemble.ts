import type { ExtractedDocument } from '../../formats/types.js';
import type { ExtractedQuestion, Extraction, Unit, UnitLabel } from '../extraction-types.js';
import type { UnitContext } from './place.js';
import { placeUnits } from './places.js';
import { dropRestatements } from './restatements.js';
import { isFollowUp, isInterrogative, promptOf } from './signals/interrogative.js';
import { isLeadIn } from './stems.js';

type Kind = ExtractedQuestion['kind'];

const kindOf = (label: UnitLabel): Kind | null =>
  label === 'context' || label === 'furniture' ? null : label;

interface Item {
  kind: Kind;
  first: UnitContext;
  last: UnitContext;
}

/**
 * Turns labels into questions: units that form one item are joined, a sentence that only leads into a list becomes
 * the context of its items, and a copied checklist is not asked twice.
 *
 * @param units as `splitUnits` gives them
 * @param labels one a unit, by index; from rules or from a model
 * @throws RangeError when there is not exactly one label for each unit
 */
export function assembleExtraction(
  document: ExtractedDocument,
  units: Unit[],
  labels: UnitLabel[],
): Extraction {
  if (labels.length !== units.length)
    throw new RangeError(`${units.length} units but ${labels.length} labels`);
  const places = placeUnits(document, units);
  const items: Item[] = [];
  for (const place of places) {
    const kind = kindOf(labels[place.unit.index]!);
    if (!kind || isMereLeadIn(place, places, labels)) continue;
    const open = items.at(-1);
    if (open && belongsTo(open, place, kind)) open.last = place;
    else items.push({ kind, first: place, last: place });
  }
  const questions = dropRestatements(
    items.map((item) => ({ question: toQuestion(document, item, places), section: item.first.section })),
  );
  const sections = [...new Set(questions.flatMap(({ section }) => section ?? []))];
  return { units: units.map((unit) => ({ ...unit, label: labels[unit.index]! })), questions, sections };
}

/** "The System must:" asks nothing without its items; "Which of these do you support:" does. */
function isMereLeadIn(place: UnitContext, places: UnitContext[], labels: UnitLabel[]): boolean {
  if (!isLeadIn(place.unit.text) || isInterrogative(place.unit.text) || saysMore(place.unit.text))
    return false;
  if (!place.leads) return leadsIntoTasks(place, places, labels);
  for (let at = place.unit.index + 1; at < places.length; at++) {
    const next = places[at]!;
    if (next.stem === place.unit.index && kindOf(labels[at]!)) return true;
    if (next.block.kind === 'heading') return false;
  }
  return false;
}

/**
 * "The cover letter must be on letterhead with the following:" asks for something itself: what goes before "the
 * following" is more than a subject and a verb.
 */
function saysMore(text: string): boolean {
  const owed = /\b(?:shall|must|should|will|(?:is|are) (?:to|required to|limited to)|please)\b(.*)$/is.exec(
    text,
  )?.[1];
  const said = (owed ?? (promptOf(text) ? text : '')).split(
    /,? (?:(?:including|(?:which|that|to|and|must|shall) include)\b.*|(?:with |of |at least |each of |any of )*the following\b.*|as follows\b.*|in this order\b.*|as listed below.*)$/is,
    1,
  )[0]!;
  return said.split(/\s+/).filter((word) => /\p{L}{4}/u.test(word)).length >= ENOUGH_TO_ASK;
}

/** Words of weight by which a lead-in asks by itself. */
const ENOUGH_TO_ASK = 5;

/** "The vendor will do the following:" above paragraphs that were a list once and begin with verbs of tasks. */
function leadsIntoTasks(place: UnitContext, places: UnitContext[], labels: UnitLabel[]): boolean {
  const next = places
    .slice(place.unit.index + 1, place.unit.index + 6)
    .find(({ unit }) => unit.text.split(/\s+/).length > 2);
  return (
    /:$/.test(place.unit.text) &&
    next !== undefined &&
    next.block !== place.block &&
    (next.block.kind === 'heading'
      ? /\bfollowing\b/i.test(place.unit.text)
      : kindOf(labels[next.unit.index]!) !== null && promptOf(next.unit.text) !== null)
  );
}

/** "The Platform must be available. Provide evidence." under one number is answered in one place. */
const isShortRequest = ({ block, unit }: UnitContext) =>
  block.number !== null &&
  unit.text.split(/\s+/).length <= 8 &&
  /^(?:answer|act)$/.test(promptOf(unit.text) ?? '');

function belongsTo(open: Item, place: UnitContext, kind: Kind): boolean {
  if (place.continues === open.last.unit.index) return true;
  if (place.unit.index !== open.last.unit.index + 1) return false;
  if (/_{4}$/.test(open.last.unit.text) && /^\p{Lu}/u.test(place.unit.text) && !isFollowUp(place.unit.text))
    return false;
  if (isShortRequest(place) && place.block === open.last.block && !place.opens) return true;
  if (kind !== open.kind) return false;
  const sameText =
    place.block === open.last.block && (place.cell?.column ?? 0) === (open.last.cell?.column ?? 0);
  if (!sameText)
    return (
      kind === 'question' &&
      isFollowUp(place.unit.text) &&
      !place.awaitsAnswer &&
      open.last.block.kind === 'paragraph' &&
      /^\(/.test(place.unit.text)
    );
  if (place.opens) return false;
  if (kind !== 'question') return false;
  // One numbered item, cell or field of a form is answered once; running prose asks sentence by sentence.
  const oneItem =
    place.awaitsAnswer ||
    place.cell !== null ||
    place.block.number !== null ||
    place.role === 'questionnaire';
  return oneItem || isFollowUp(place.unit.text);
}

/** Headers that only name what stands in the column: above a single requirement they say nothing. */
const BARE_HEADER =
  /^(?:(?:requirement|question|specification|statement|item)s?(?: (?:description|text|detail)s?)?|(?:descriptions?|details?)(?: of (?:the )?(?:requirement|question|item)s?)?|inquir(?:y|ies))$/i;

function headerOf({ cell }: UnitContext): string | null {
  const header = cell?.header ?? null;
  return header !== null && BARE_HEADER.test(header.trim()) ? null : header;
}

function toQuestion(
  document: ExtractedDocument,
  { kind, first, last }: Item,
  places: UnitContext[],
): ExtractedQuestion {
  const stem = first.stem === null || !first.opens ? null : places[first.stem]!;
  return {
    kind,
    text: document.text.slice(first.start, last.unit.end),
    start: first.start,
    end: last.unit.end,
    number: first.number,
    section: first.section?.title ?? null,
    context: stem ? document.text.slice(stem.start, stem.unit.end) : headerOf(first),
    page: first.unit.page,
    block: first.unit.block,
  };
}
