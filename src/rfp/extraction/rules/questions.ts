import { context, decide, isAsked, type Reading, type Rule, wordCount } from '../decision.js';
import type { UnitContext } from '../place.js';
import { isEvaluatorsQuestion, isFollowUp, isInterrogative, promptOf } from '../signals/interrogative.js';

const TO_VENDOR = /\byou(?:r|rs)?\b/i;

export const interrogative: Rule = (place, reading) => {
  const text = reading.wordsOf(place);
  if (!isInterrogative(text)) return null;
  if (!TO_VENDOR.test(text) && isPutByEvaluators(place, text, reading)) return context(ASKED_BY_EVALUATORS);
  if (place.block.kind === 'heading' && isFollowedByProse(place, reading)) {
    return context('heading put as a question');
  }
  return decide('question', 'interrogative');
};

const ASKED_BY_EVALUATORS = 'evaluators ask themselves';

/** By the section, the sentence that leads in, the words themselves, or the question before in the same section. */
function isPutByEvaluators(place: UnitContext, text: string, { decisions, places }: Reading): boolean {
  if (place.role === 'evaluation') return !isAmongQuestions(place, { decisions, places });
  if (place.stem !== null && decisions[place.stem]!.reason === 'the buyer acts') return true;
  const isOfVendor = /\b(?:offeror|bidder|proposer|proposal|contractor|respondent|tenderer)/i.test(text);
  if (isEvaluatorsQuestion(text) && (place.role !== 'questionnaire' || isOfVendor)) return true;
  const { index } = place.unit;
  for (let at = index - 1; at >= 0 && at > index - 6 && places[at]!.section === place.section; at--) {
    if (decisions[at]!.reason === ASKED_BY_EVALUATORS) return true;
    if (decisions[at]!.label === 'question') return false;
  }
  return false;
}

function isFollowedByProse(place: UnitContext, { places }: Reading): boolean {
  const next = places[place.unit.index + 1];
  return (
    next !== undefined &&
    next.block.kind === 'paragraph' &&
    wordCount(next.block.text) > 12 &&
    !isInterrogative(next.block.text) &&
    place.role !== 'questionnaire'
  );
}

/** What goes on with a question in the same breath: an example, a condition, how to answer. */
export const followUp: Rule = ({ unit, opens }, { decisions, places, wordsOf }) => {
  const before = decisions[unit.index - 1];
  const together = !opens && places[unit.index - 1]?.block === places[unit.index]!.block;
  return together && before?.label === 'question' && isFollowUp(wordsOf(places[unit.index]!))
    ? decide('question', 'goes on with the question')
    : null;
};

const isSameBlock = ({ unit, block }: UnitContext, { places }: Reading) =>
  places[unit.index - 1]?.block === block;

/** Verbs that ask for words from the vendor wherever they stand; the others may as well be tasks of the work. */
const PURE_ANSWER =
  /^(?:please |kindly |briefly |also )*(?:describe|explain|list|indicate|specify|discuss|elaborate|summari[sz]e|tell|comment|clarify)\b/i;
const TO_RESPONDENT =
  /\b(?:please|kindly|you|your|yours|proposals?|responses?|quotes?|quotations?|bids?|offers?|submissions?|tenders?|questions|inquiries)\b/i;

/** Whether the item before it in the same list asks. */
function isAmongQuestions(
  { unit, block, number, section }: UnitContext,
  { decisions, places }: Pick<Reading, 'decisions' | 'places'>,
): boolean {
  if (block.kind !== 'list-item' && number === null) return false;
  for (let at = unit.index - 1; at >= 0 && at > unit.index - 6 && places[at]!.section === section; at--) {
    if (places[at]!.block !== block && isAsked(decisions[at]!.label))
      return decisions[at]!.label === 'question';
  }
  return false;
}

export const prompt: Rule = (place, reading) => {
  const text = reading.wordsOf(place);
  const kind = promptOf(text);
  if (!kind || wordCount(text) < 3) return null;
  if (place.block.kind === 'heading' && wordCount(text) < 6) return null;
  const stem = place.stem === null ? null : reading.decisions[place.stem]!;
  const before = place.opens ? null : reading.decisions[place.unit.index - 1];
  if (
    before?.label === 'question' &&
    (place.block.number !== null || (kind === 'answer' && isSameBlock(place, reading)))
  )
    return decide('question', 'goes on with the question');
  if (stem && isAsked(stem.label))
    return decide(kind === 'answer' && stem.label === 'question' ? 'question' : stem.label, 'item of a list');
  if (kind === 'work') {
    const isWork =
      (place.role === 'work' || place.role === 'wanted') &&
      !place.cell &&
      place.block.kind !== 'heading' &&
      place.stem === null;
    return isWork ? decide('requirement', 'a task of the work') : null;
  }
  const toRespondent = TO_RESPONDENT.test(text);
  if (place.role === 'evaluation' && !toRespondent && !isAmongQuestions(place, reading)) return null;
  if (place.role === 'definitions' || place.role === 'background' || place.role === 'buyers-part') {
    if (!toRespondent) return null;
  }
  const responding =
    place.role === 'submission' || place.role === 'questionnaire' || place.role === 'inquiry';
  if (kind === 'answer') {
    if (responding || toRespondent || PURE_ANSWER.test(text) || isAmongQuestions(place, reading))
      return decide('question', 'bids the vendor answer');
    return decide('requirement', 'bids the vendor do');
  }
  return decide(responding || toRespondent ? 'instruction' : 'requirement', 'bids the vendor act');
};
