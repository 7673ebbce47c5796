/**
 * Who a noun phrase names. `response` is what the vendor hands in, `solution` what he delivers, `instrument` the
 * contract and its clauses, which oblige nobody by themselves.
 */
export type Party =
  | 'vendor'
  | 'buyer'
  | 'response'
  | 'solution'
  | 'instrument'
  | 'pronoun'
  | 'other'
  | 'none';

const noun = (words: string) => new RegExp(`\\b(?:${words})\\b`, 'gi');

const VENDOR = noun(
  'vendors?|proponents?|candidates?|economic operators?|contractors?|sub-?contractors?|auditors?|offerors?|bidders?|tenderers?|proposers?|respondents?|responders?|suppliers?|consultants?|awardees?|quoters?|sellers?|licensors?|manufacturers?|applicants?|you|firms?|compan(?:y|ies)|(?:your|each|the|any) organi[sz]ation|providers?|brokers?|insurers?|carriers?|integrators?|lessors?|joint ventures?|consorti(?:um|a)|(?:successful|selected|winning|prime) [a-z]+|key personnel|team members?|personnel|staff|employees|workers|technicians?|engineers?|guards?|drivers?|operators?|leads?|facilitators?',
);
const BUYER = noun(
  "(?:government|agency|state|county|city|university|district)(?:['’]s)? (?:personnel|staff|employees|officials?|team|representatives?|designees?|inspectors?|engineers?|(?:project |program |contract )?managers?)|government|agency|agencies|department|we|us|purchasers?|buyers?|customer|clients?|employer|procuring entity|contracting entity|contracting authority|contracting officers?(?:['’]s (?:technical )?representatives?)?|cor|co|cotr|acor|state|county|city|town|district|university|college|school|commission|council|ministry|bank|owner|authority|board|evaluators?|(?:evaluation|selection|technical|source selection) (?:team|panel|committee|board|authority)|committee|procurement (?:officer|manager|official)s?|issuing office|congress|federal agencies",
);
const RESPONSE = noun(
  'proposals?|quotes?|quotations?|bids?|offers?|tenders?|responses?|answers|submissions?|submittals?|responders?|reply|replies|resum[eé]s?|résumés?|cvs?|cover letter|letters? of (?:intent|transmittal|interest)|transmittal letter|technical (?:approach|proposal|volume|submission)|management (?:approach|plan)|staffing (?:plan|approach)|volumes?|price (?:proposal|schedule|sheet|quotation)s?|cost (?:proposal|sheet)s?|pricing|prices|narratives?|pages?|fonts?|margins?|executive summary|table of contents|questions|inquiries|attachments?|envelopes?|(?:this|each) section|white papers?|capability statements?|references|bid securit(?:y|ies)|bid bonds?|powers? of attorney|technical and prices|past performance (?:information|references|questionnaires?)',
);
const SOLUTION = noun(
  'capabilit(?:y|ies)|prototypes?|systems?|software|solutions?|applications?|platforms?|services?|products?|tools?|web ?sites?|interfaces?|databases?|equipment|hardware|network|modules?|goods|works|materials?|architecture|code|code base|designs?|deliverables?|iaas|saas|api|apis|dictionary|portal|servers?|devices?|units?|components?|infrastructure|functionality|features?|data|users|reports?|statements?|billing|invoices?|documentation|training|warranty|plans?|activities|tasks|duties|responsibilities|work|support|maintenance',
);
const INSTRUMENT = noun(
  'contracts?|agreements?|clauses?|provisions?|options?|terms?(?: and conditions)?|bpa|(?:purchase|task|delivery) order|period|solicitations?|rfps?|rfqs?|rfis?|itbs?|itts?|ifbs?|sow|pws|document|amendments?|addend(?:um|a)|awards?|ceiling|estimated costs?|amounts?|funds|liability|disputes?|laws?|courts?|jurisdiction|contract price|payments?|orders|duration|extension|change orders?|nothing|right|failure|acceptance|meeting|conference|interviews?|sessions?|evaluations?|paragraph|section [\\d.]+|acquisition|procurement|selection|increase',
);

const PRONOUN = /^(?:they|it|he|she|who|which|that|these|those|this)$/i;

/** Where the head of a noun phrase ends: its first preposition, relative clause or participle. */
const HEAD_END =
  /\s(?:of|for|in|on|with|by|to|from|under|within|at|as|that|which|who|whose|whom|during|after|before|upon|through|per|via|against|including|inclusive|working|performing|attending|accessing|entering|handling|providing|responding|wishing|seeking|receiving|containing|proposing|required|submitted|received|proposed|provided|delivered|issued|awarded|concerning|regarding|listed|described|set|taking|requiring|using|when|where|if)\s|[,(;:]/i;

const lastMatch = (pattern: RegExp, text: string) => {
  let end = -1;
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length;
  return end;
};

/** Like `lastMatch`, but a word that only qualifies another does not count: "contract manager". */
function headMatch(pattern: RegExp, text: string): number {
  let end = -1;
  for (const match of text.matchAll(pattern)) {
    const stop = match.index + match[0].length;
    if (/^(?:\s*$|['’]?s?\s*$|\s+(?:and|or|and\/or)\s|[/(])/i.test(text.slice(stop))) end = stop;
  }
  return end;
}

/**
 * Names the party of a subject such as "The Contracting Officer's Representative" by the last known noun of its head.
 *
 * @param subject a noun phrase; only the part before its first preposition or relative clause is read
 * @param buyerNames names by which this document calls its buyer ("NLM", "GSA TTS"), lower case
 */
export function partyOf(subject: string, buyerNames: ReadonlySet<string>): Party {
  const phrase = subject
    .trim()
    .replace(/^(?:(?:the|an?|all|any|each|every|this|these|such|no|both|said)\s+)+/i, '');
  if (phrase === '') return 'none';
  if (PRONOUN.test(subject.trim())) return 'pronoun';
  const head = phrase.slice(0, HEAD_END.exec(phrase)?.index ?? phrase.length);
  const ranked: [Party, number][] = [
    ['instrument', headMatch(INSTRUMENT, head)],
    ['solution', lastMatch(SOLUTION, head)],
    ['response', lastMatch(RESPONSE, head)],
    ['vendor', lastMatch(VENDOR, head)],
    ['buyer', Math.max(headMatch(BUYER, head), endOfName(head, buyerNames))],
  ];
  const [party, at] = ranked.reduce((best, next) => (next[1] >= best[1] ? next : best));
  return at < 0 ? 'other' : party;
}

function endOfName(head: string, names: ReadonlySet<string>): number {
  const lower = head.toLowerCase().replace(/^(?:the|all|any)\s+/, '');
  if (names.has(lower)) return head.length;
  const words = lower
    .replace(
      /\s+(?:staff|personnel|employees|officials?|(?:\w+ )?team|representatives?|users|leadership|managers?)$/,
      '',
    )
    .split(/\s+/);
  return names.has(words.join(' ')) || names.has(words.at(-1) ?? '') ? head.length : -1;
}

/** Whether a sentence opens with the buyer as its subject, whatever its verb: "The Department encourages …". */
export function opensWithBuyer(sentence: string, buyerNames: ReadonlySet<string>): boolean {
  const words = sentence.replace(/^\W+/, '').split(/\s+/, 7);
  const isDefinite = /^(?:the|our|this|each)$/i.test(words[0] ?? '');
  return words.some((_, at) => {
    const opening = words.slice(0, at + 1).join(' ');
    return isDefinite || buyerNames.has(opening.toLowerCase())
      ? partyOf(opening, buyerNames) === 'buyer' && !/^\p{Ll}*[’']s$/u.test(words[at]!)
      : /^(?:we|us|government)$/i.test(opening);
  });
}

/** Whether a vendor, or what he hands in, is spoken of anywhere in the text. */
export const mentionsVendor = (text: string) => text.search(VENDOR) >= 0 || /\byour?\b/i.test(text);

const NAME =
  /\b(?:the )?((?:[A-Z][\w&.’'-]{0,30}|\d{1,4}[A-Z])(?: (?:of |for |and |the ){0,2}(?:[A-Z][\w&.’'-]{0,30})){0,6})(?: ?\((?:the |hereinafter )?["“]?([A-Z][\w&-]{1,20})["”]?\))?/
    .source;
const BUYER_ACTS = new RegExp(
  `${NAME}(?:,[^,.]{0,60},)? (?:hereby |also |currently )?(?:reserves the right|intends|anticipates|contemplates|is seeking|seeks|is soliciting|is issuing|issues this|is requesting|requests (?:proposals|quot|bids|responses)|invites|will award|will evaluate|is conducting|has a requirement|has entered into|is looking|encourages|welcomes|has budgeted|desires|will (?:make available|not reimburse|invite|notify|select|review|publish|post|accept)|may (?:select|award|reject)|requires (?:all |that )?(?:prospective |interested )?(?:offerors|bidders|vendors|proposers|contractors|providers))`,
  'g',
);
const BUYER_INTENT = new RegExp(`(?:intent(?:ion)? of|on behalf of|issued (?:by|for):?) ${NAME}`, 'g');

const OPPOSITE_VENDOR = new RegExp(
  `(?:between|notify|approval of) ${NAME} (?:and|of|in writing|if|when|within)\\b(?: the| its)?(?: successful)?(?: contractor| vendor| offeror| bidder| supplier)?`,
  'g',
);

/**
 * Finds the names by which a document calls its buyer: whoever seeks, intends, invites or reserves rights.
 *
 * @returns names and their short forms in brackets, lower case
 */
export function findBuyerNames(text: string): Set<string> {
  const names = new Set<string>();
  for (const pattern of [BUYER_ACTS, BUYER_INTENT, OPPOSITE_VENDOR]) {
    for (const match of text.matchAll(pattern)) {
      for (const name of [match[1], match[2]]) {
        if (!name || name.length < 2 || /^(?:The|This|It|If|In|Each|No|All)$/.test(name)) continue;
        if (name.search(VENDOR) >= 0 || name.search(RESPONSE) >= 0) continue;
        names.add(name.toLowerCase().replace(/^the /, ''));
      }
    }
  }
  return names;
}
