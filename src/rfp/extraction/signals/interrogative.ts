const WH =
  'what|which|who|whom|whose|when|where|why|how|to what extent|in what|at what|for what|on what|from what|under what';
const AUX = 'do|does|did|is|are|was|were|will|would|can|could|has|have|had|should|shall|may';

const OPENS = new RegExp(
  `^(?:(?:if|when|for|in|as|given|since|once|where|other than|besides|on average)\\b[^?.]{0,200}, )?(?:and |or |also,? )?(?:(?:${WH})\\b|(?:${AUX}) (?:you|your|the|there|any|all|this|that|these|it|its|they|we|our|a|an|each|either|both|data|users|[A-Z][a-z]+))`,
  'i',
);

/** What an imperative prompt asks for: an answer in words, papers and formalities, or the work itself. */
export type Prompt = 'answer' | 'act' | 'work';

const ANSWER =
  'describe|explain|list|indicate|identify|specify|state|detail|discuss|outline|summari[sz]e|elaborate|comment|rate|rank|estimate|clarify|tell us|tell|let us know|name|give|provide|demonstrate|define|select|choose|check|tick|confirm|disclose|share|cite|show|articulate|present|justify|compare|answer|respond|address|illustrate|enumerate|advise|report|quantify|supply|outline|map|propose|note any|briefly';
const ACT =
  'submit|include|attach|mark|complete|use|sign|return|enclose|upload|enter|send|mail|e-?mail|deliver|fill|limit|label|format|ensure|do not|direct|quote|price|insert|segregate|print|furnish|organize|initial|acknowledge|number|place|bind|seal|forward|prepare|base|add|remove|restrict|be sure to|make sure|remember to|read';
/** What may stand before the verb of a prompt. */
const LEAD =
  '(?:(?:please|kindly|briefly|clearly|fully|also|and|then|next|finally|additionally|further|in addition|instead|where applicable|as applicable|if (?:yes|no|so|not|applicable|any|available)|at a minimum)[,;:]? |(?:in|on|at|with|as part of|to|for|when|if|where|once|upon|after|before|during|prior to|using|based on|under) [^,.?]{3,140}, |in (?:your |the |its )?(?:response|proposal|reply|quote|bid) )*';
const POLITE = '(?:please |kindly |briefly |clearly |fully |also )*';
const IMPERATIVE = new RegExp(`^${LEAD}${POLITE}(${ANSWER}|${ACT})\\b`, 'i');

/** What shows that the word before is no verb of a prompt: "List of forms", "Price: $5", "Report is due". */
const NOT_A_VERB = /^\s*(?::\s*\S|\(|-\S|\/|(?:of|is|are|was|will|shall|must|should|may|has|have|by)\b)/i;
/** Verbs of work that are no nouns. */
const WORK =
  'adapt|burnish|mop|polish|restock|scrub|wipe|adhere|adjust|administer|allow|analy[sz]e|apply|arrange|assemble|assess|assign|assist|attach|attend|build|calculate|calibrate|carry out|clean|collaborate|collect|commission|communicate|compile|comply|conduct|configure|connect|construct|consult|contribute|convert|coordinate|create|customi[sz]e|deliver|deploy|determine|disinfect|develop|diagnose|dispose|distribute|empty|enable|encrypt|enforce|engage|enhance|establish|evaluate|examine|execute|expand|explore|extract|facilitate|gather|generate|host|implement|improve|incorporate|inspect|install|integrate|investigate|keep|liaise|maintain|make|manage|meet|migrate|minimi[sz]e|modify|monitor|mow|notify|obtain|operate|optimi[sz]e|oversee|participate|perform|permit|populate|prevent|procure|produce|protect|publish|recommend|reconcile|refine|relocate|remove|repair|replace|replenish|resolve|restore|retain|retrieve|revise|scan|secure|solicit|store|streamline|supervise|sweep|synchroni[sz]e|train|transition|translate|transport|troubleshoot|update|upgrade|utili[sz]e|vacuum|validate|verify|wash';
/** Verbs of work that are nouns as well: they need an object behind them that shows the verb. */
const WORK_OR_NOUN =
  'back up|control|design|document|guide|lead|log|paint|plan|process|record|research|schedule|set up|staff|support|survey|test|track|transfer|work';
const TASK = new RegExp(`^(?:${LEAD}(${WORK})|(${WORK_OR_NOUN}))\\b`, 'i');

const ANSWER_VERB = new RegExp(`^(?:${ANSWER})$`, 'i');

/** Words that are verbs at the start of a prompt, but nouns in titles such as "Contact Center" or "Price Schedule". */
const AMBIGUOUS =
  /^(?:contact|price|quote|rate|report|list|name|use|address|present|detail|estimate|number|label|format|place|map|review|base|share|state|mark|direct|register|limit|return|print|seal|check|initial|order|supply|mail|email|e-mail|forward|comment|rank|answer|read|follow|sign|complete|select|demonstrate|show|note any|add|enter)$/i;
const OBJECT =
  /^\s+(?:["“‘]|the|a|an|any|all|your|you|each|every|how|what|which|why|whether|where|when|who|at|in|on|to|below|no|only|us|if|that|this|these|those|its|their|one|two|three|four|five|up|as|with|out|here|for|of all|and (?:return|attach|sign|submit|include|initial)|following|relevant|applicable|additional|it|them|there|questions|inquiries|responses|proposals|bids|quotes|comments|requests|sections|pages|copies)\b/i;

/** Whether a sentence asks: it ends in a question mark, also that of Chinese, Japanese or Arabic, or opens like a question and leads into a list. */
export function isInterrogative(text: string): boolean {
  const sentence = text.trim();
  if (/[?？؟]["'”’)\]*_\s」』]*$/.test(sentence)) return true;
  if (/\?\s*(?:\([^)]{0,200}\)|\*|yes\b|no\b|\[|☐|_{2})/i.test(sentence.slice(-260))) return true;
  return /:$/.test(sentence) && OPENS.test(sentence);
}

/** Whether a sentence opens like a question, with or without its question mark ("How users get access"). */
export const opensLikeQuestion = (text: string) => OPENS.test(text.trim());

/** Whether a sentence bids the reader do something, and what; null where it does not. */
export function promptOf(text: string): Prompt | null {
  const sentence = text.trim().replace(/^[*_"“>]+/, '');
  const match = IMPERATIVE.exec(sentence);
  if (!match) {
    // "Training: describe your courses."
    const topic = /^\p{Lu}[^:.?!]{1,40}:\s+(?=\p{L})/u.exec(sentence)?.[0];
    if (topic) return promptOf(sentence.slice(topic.length));
    return isTask(sentence) ? 'work' : null;
  }
  const verb = match[1]!;
  const rest = sentence.slice(match[0].length);
  if (NOT_A_VERB.test(rest)) return null;
  const polite = /\b(?:please|kindly)\b/i.test(match[0]);
  if (/^\s*(?:note|be advised|be aware|remember)\b/i.test(rest)) return null;
  // How to fill in a form asks nothing by itself.
  if (/^(?:check|tick|mark)$/i.test(verb) && /^[^.]{0,40}\bbox/i.test(rest)) return null;
  if (!polite && AMBIGUOUS.test(verb) && !OBJECT.test(rest)) return null;
  const bare = rest.trim() === ':' && match[0].length > verb.length;
  if (!polite && !bare && rest.trim().split(/\s+/).length < 2) return null;
  return ANSWER_VERB.test(verb) ? 'answer' : 'act';
}

const HAS_VERB_OF_ITS_OWN =
  /^(?:\s+(?!the\b|an?\b|all\b|any\b|each\b|that\b|which\b)[\w-]+){1,4}\s+(?:is|are|was|were|will|shall|must|should|may|can|has|have|includes?|requires?)\b/i;

/** A full sentence that begins with a verb of work and its object: "Install the rack." rather than "Test Plan". */
function isTask(sentence: string): boolean {
  const verb = TASK.exec(sentence);
  if (!verb) return false;
  const rest = sentence.slice(verb[0].length);
  if (sentence.split(/\s+/).length < (verb[2] ? 4 : 3) || NOT_A_VERB.test(rest)) return false;
  // "Support services are provided by the State."
  if (HAS_VERB_OF_ITS_OWN.test(rest)) return false;
  if (verb[2]) return OBJECT.test(rest);
  return /[.;]["”]?$/.test(sentence) ? /^(?:\s+["“‘\p{Ll}\d]|,\s\p{Ll})/u.test(rest) : OBJECT.test(rest);
}

/**
 * Whether a question is put by those who score proposals, about a vendor who is not in the room: it asks in the past
 * tense ("Did the offeror …"), or how well a proposal does something.
 */
export function isEvaluatorsQuestion(text: string): boolean {
  const sentence = text.trim();
  if (/\byou(?:r|rs)?\b/i.test(sentence)) return false;
  return EVALUATIVE.some((pattern) => pattern.test(sentence));
}

const EVALUATIVE = [
  /^(?:if [^,]{0,200}, )?(?:did|were|was|had)\b/i,
  /^(?:and )?(?:to what (?:extent|degree)|how (?:well|thoroughly|clearly|completely|effectively|adequately|closely|reasonable|realistic|comprehensive|responsive|relevant|feasible))\b/i,
  /^(?:is|are|do|does|has|have) (?:the|each|this|all) (?:[\w-]+ ){0,3}(?:proposals?|bids?|submissions?|offers?|quotes?|technical approach|proposed)\b/i,
  /^(?:has|have) (?:the |each )?(?:offeror|bidder|proposer|respondent|tenderer|contractor|vendor|firm)s? (?:\w+ly )?(?:provided|proposed|demonstrated|identified|included|submitted|described|shown|addressed|explained|presented|gone)\b/i,
];

/** Whether a sentence only goes on with the question before it ("If yes, which?", "For example, …"). */
export function isFollowUp(text: string): boolean {
  const sentence = text.trim().replace(/^[_\s]+/, '');
  return (
    /^(?:if (?:yes|no|so|not|applicable|other|any)\b|for (?:example|instance)\b|e\.g|i\.e|such as\b|why(?: not)?\?|please (?:explain|elaborate|describe|specify|be specific|provide (?:details|an explanation|examples?))|explain\b|be (?:as )?specific|be sure to|including\b|(?:your|the) (?:answer|response|reply|description|explanation)s? (?:should|must|shall|may)\b)/i.test(
      sentence,
    ) ||
    /^if\b.{0,200}\b(?:mention|describe|explain|specify|list|indicate|provide|identify)\b/i.test(sentence) ||
    /^\([^)]{0,300}\)[.*?\s]*$/.test(sentence)
  );
}
