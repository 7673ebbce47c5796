/** The verb of a sentence that tells how things are, may be or were. */
const STATES =
  /\b(?:(?:includes?|contains?)\b(?! but)|appl(?:y|ies)|is|are|was|were|has|have|had|been|may|can|could|might|would|will|shall|does|do|did|must|should|intends?|plans?|expects?|anticipates?|reserves?|consists?|comprises?|requests?|translates?|strives?|covers? (?:the|all|\d+)|encourages?|contemplates?|confirms?|seeks?|begins?|ends?|becomes?|exists?|remains?|represents?|means|refers?)\b/i;

/** Whether a sentence states a fact: its verb is one that tells how things are. A phrase without a verb does not. */
export const isStatement = (text: string) => STATES.test(text.replace(CONDITION, ''));

/** "If a box is not labelled, ask before discarding it": the verb of the condition does not count. */
const CONDITION = /^(?:if|when|where|whenever|upon|once|unless|until|before|after|as)\b[^,]{3,160}, /i;

/** "Work is performed at the contractor's facility", "Lost keys are reported within one hour". */
export const isDoneByVendor = (text: string) =>
  /\b(?:is|are) (?:\w+ )?(?:\w+(?:ed|en|wn|pt|de|nt|ld|id)\b[^.]{0,80}\b(?:by|at|from|to) the (?:contractor|vendor|supplier|bidder|consultant|provider)|chargeable to|borne by|performed|reported|repaired|replaced|cleaned|corrected|delivered|kept|maintained|returned|submitted|installed|tested)\b/i.test(
    text,
  ) &&
  !/\b(?:by|with) (?:the )?(?:government|state|county|city|bank|agency|department|district|university|owner|authority|purchaser)\b/i.test(
    text,
  );

/** Whether a sentence only explains, refers or speaks of the document itself. */
export const leadsAside = (text: string) =>
  /^\W*(?:never\b|please note|(?:to )?all (?:prospective|interested)|the following (?:sections?|pages?|tables?)\b|\d{2,3}\.\d{3}|(?:very|highly|somewhat|strongly|extremely) \w+ (?:very|highly|somewhat|strongly|extremely)\b|for (?:example|instance)|e\.g|i\.e|note|see\b|refer|there (?:is|are|was|were)\b|it (?:is|was)\b|this (?:section|addendum|amendment|document|questionnaire|form|rf[pqi]|page|appendix|attachment)\b|these\b|such as|thank you|I\b|we\b|section \d|\d+ (?:cfr|u\.?s\.?c)|end of|continued|total\b|page \d|table of contents|figure \d|table \d|source:|optional:?$|required:?$)/i.test(
    text,
  ) ||
  // "F – Fully provided": what a code means.
  /^\p{Lu}{1,3}\s?[–—=]\s/u.test(text);

/** Whether a text is a name, an address, a date or a number rather than words that say something. */
export function isFragmentOfData(text: string): boolean {
  if (/@|\bhttps?:|\bwww\.|\(?\d{3}\)?[ -]\d{3}-\d{4}/i.test(text) && text.length < 120) return true;
  const words = (text.match(/\p{L}[\p{L}’'-]*/gu) ?? []).slice(1).filter((word) => !FUNCTION_WORD.test(word));
  const plain = words.filter((word) => /^\p{Ll}/u.test(word));
  return words.length > 0 ? plain.length < words.length / 4 : !/\p{Ll}{3}/u.test(text);
}

const FUNCTION_WORD = /^(?:and|or|of|the|an?|for|to|in|on|by|with|at|from)$/i;
