import { context, type Decision, decide, type Rule, wordCount } from '../decision.js';
import type { SectionRole } from '../sections.js';
import { partyOf } from '../signals/addressee.js';
import { isRemark } from '../signals/form-field.js';
import { isBuyerNeed, isIndirectDuty, type Obligation, obligationsIn } from '../signals/modality.js';
import { isEvaluatorsForm } from './forms.js';

export const remark: Rule = (place, { wordsOf, buyerNames }) => {
  const text = wordsOf(place);
  if (place.role === 'questionnaire' && isRemark(place.block.text)) return context('remark');
  if (!isRemark(text)) return null;
  const owed = obligationsIn(text.replace(/^[^:.–-]*[:.–-]\s*/, ''), buyerNames);
  return owed.some(({ party, strength }) => strength === 3 && party !== 'buyer' && party !== 'instrument')
    ? decide('requirement', 'obligation in a remark')
    : context('remark');
};

/** Every party but the buyer and the contract itself; by "will" only the vendor and what he brings. */
function bindsAnyone({ party, strength, predicate }: Obligation): boolean {
  if (party === 'vendor' || party === 'response' || party === 'solution') return true;
  if (strength === 1) return party === 'other' && WORK_DONE.test(predicate);
  return party !== 'buyer' && party !== 'instrument';
}

/** "Deficiencies will be corrected within four hours": work of the vendor's, though he is not named. */
const WORK_DONE =
  /^be (?:\w+ly )?(?:corrected|repaired|replaced|cleaned|washed|swept|emptied|removed|disposed|maintained|performed|installed|tested|delivered|stored|labell?ed|restored|painted|edged|mowed|trimmed|pruned|dusted|polished|mopped|serviced|lubricated|hauled|converted|migrated|configured|trained|calibrated|replenished|backed up|encrypted|logged|retained|staffed|supervised|insured|licensed|certified)\b/i;

const HANDED_IN =
  /^be (?:only |clearly |fully |also )*(?:submitted|acknowledged|marked|completed|returned|attached|signed|answered|filled|labell?ed|uploaded|received|provided|furnished|enclosed|supplied|(?:included|given|listed) (?:with|in (?:the|your|its|their|each|writing)|below|directly))\b/i;

/** Which clauses bind the vendor, by the section they stand in. */
const BINDING: Record<SectionRole, (owed: Obligation) => boolean> = {
  submission: ({ party, strength }) =>
    party === 'vendor' ||
    party === 'response' ||
    (strength > 1 && party !== 'buyer' && party !== 'instrument'),
  questionnaire: ({ party, strength, subject, predicate }) =>
    (party === 'vendor' && strength > 1 && !/^(?:you|they)$/i.test(subject)) ||
    party === 'response' ||
    (strength > 1 && party !== 'buyer' && HANDED_IN.test(predicate)),
  inquiry: bindsAnyone,
  work: bindsAnyone,
  wanted: bindsAnyone,
  background: ({ party, strength }) =>
    party === 'vendor' ||
    (strength > 1 && party !== 'buyer' && party !== 'instrument' && (party !== 'other' || strength === 3)),
  evaluation: ({ party, strength }) =>
    (party === 'vendor' && strength > 0) || (party === 'response' && strength === 3),
  clauses: ({ party, strength }) =>
    party === 'vendor' || ((party === 'solution' || party === 'response') && strength === 3),
  'buyers-part': ({ party }) => party === 'vendor',
  // What a regulation says in full is accepted as a whole; only what an offeror has to do now stands out.
  'standard-clause': ({ party, strength, subject }) =>
    strength === 3 && (party === 'response' || (party === 'vendor' && BEFORE_AWARD.test(subject))),
  definitions: ({ party, strength }) => party === 'vendor' && strength === 3,
  'answered-questions': ({ party, strength, subject, predicate }) =>
    strength === 3 && ((party === 'vendor' && BEFORE_AWARD.test(subject)) || HANDED_IN.test(predicate)),
};

/** The text of a standard clause binds by reference; its sentences are no items of this tender. */
export const standardClause: Rule = (place, { wordsOf, buyerNames }) => {
  if (place.role !== 'standard-clause') return null;
  const isDueNow = obligationsIn(wordsOf(place), buyerNames).some(BINDING['standard-clause']);
  return isDueNow ? null : context('text of a standard clause');
};

export const obligation: Rule = (place, reading) => {
  const text = reading.wordsOf(place);
  // In a questionnaire, prose between the questions explains; items and rows may still oblige.
  const binds =
    place.role === 'questionnaire' && place.block.kind !== 'paragraph' ? BINDING.work : BINDING[place.role];
  if (isEvaluatorsForm(text)) return null;
  const all = obligationsIn(text, reading.buyerNames);
  const owed = all.find(binds);
  if (!owed) return null;
  if (place.block.kind === 'heading' && wordCount(text) < 6) return null;
  return decide(kindOf(owed, place.role), `${owed.party} is obliged`);
};

const TELLS =
  /^(?:also |clearly |fully |briefly |be (?:able|prepared|required|expected) to |only )*(?:describe|explain|specify|indicate|identify|list|discuss|detail|outline|state|demonstrate|address|summari[sz]e|disclose|respond|answer|provide (?:a |an |the |any |their |its |at least |sufficient |detailed )*(?:brief |detailed |written |representative |complete |additional |comprehensive |narrative )*(?:description|narrative|list|explanation|summary|information|details?|evidence|examples?|references?|overview|discussion|statement|proof))\b/i;
const HANDS_IN =
  /^(?:also |only |ONLY |be (?:required|expected) to |NOT |not )*(?:submit|include|provide|complete|attach|sign|return|furnish|enclose|propose|use|quote|be (?:submitted|included|signed|received|completed|provided|limited|marked|labeled|sealed|delivered|uploaded|in|no))\b/i;
/** What those who bid do before they are chosen. */
const PREPARES =
  /^(?:not |also |promptly |carefully |fully )*(?:review|notify|communicate|contact|visit|attend|acknowledge|refrain|examine|inspect|familiari[sz]e|acquaint|quote|register|confirm|check|mark|appoint|read|direct|note|ensure that (?:its|their)|bring)\b/i;
const BEFORE_AWARD =
  /\b(?:offerors?|bidders?|respondents?|proposers?|quoters?|tenderers?|applicants?|interested)\b/i;

/** How an obligation is met: by answering, by the form of the response, or by the work itself. */
function kindOf({ party, subject, predicate }: Obligation, role: SectionRole): Decision['label'] {
  const owed = predicate.replace(/^to /, '');
  const responding = role === 'submission' || role === 'questionnaire' || role === 'inquiry';
  const bidding = (responding && party !== 'solution') || party === 'response' || BEFORE_AWARD.test(subject);
  if (
    /^(?:also |clearly |fully |be (?:required|expected) to )*(?:describe|explain)\b/i.test(owed) &&
    role !== 'clauses'
  )
    return 'question';
  if (bidding && TELLS.test(owed)) return 'question';
  if (
    ((role === 'submission' || role === 'answered-questions') && party !== 'solution') ||
    party === 'response'
  )
    return 'instruction';
  if (BEFORE_AWARD.test(subject) && PREPARES.test(owed)) return 'instruction';
  return bidding && HANDS_IN.test(owed) ? 'instruction' : 'requirement';
}

/** "The scope of work includes, but is not limited to:" leads into duties, though nobody is bidden. */
function isScope(text: string, buyerNames: ReadonlySet<string>): boolean {
  const subject =
    /^([^.:]{3,120}?)\s(?:(?:shall |will |must )?(?:also )?(?:includes?|comprises?|covers?|consists? of|encompass(?:es)?)|are|is)\b[^.:]{0,80}:$/i.exec(
      text,
    )?.[1];
  return (
    subject !== undefined &&
    /\b(?:scope|services|tasks|duties|responsibilities|work|activities|deliverables)\b/i.test(subject) &&
    partyOf(subject, buyerNames) !== 'buyer' &&
    !/\b(?:out of scope|excluded|exclusions)\b/i.test(text)
  );
}

export const need: Rule = (place, { wordsOf, buyerNames }) => {
  const text = wordsOf(place);
  if (isIndirectDuty(text))
    return decide(/requested/i.test(text) ? 'question' : 'requirement', 'a duty told of');
  if (place.leads && isScope(text, buyerNames)) return decide('requirement', 'the scope of the work');
  if (
    place.role === 'background' ||
    place.role === 'buyers-part' ||
    place.role === 'evaluation' ||
    place.role === 'clauses' ||
    place.role === 'definitions'
  )
    return null;
  return isBuyerNeed(text, buyerNames) ? decide('requirement', 'the buyer needs it') : null;
};
