import { mentionsVendor, type Party, partyOf } from './addressee.js';

/** Who owes what, read from one clause with a modal verb. */
export interface Obligation {
  party: Party;
  /** 3 for shall, must and their like, 2 for should, 1 for will. */
  strength: 1 | 2 | 3;
  subject: string;
  predicate: string;
}

const MODAL =
  /\b(shall|must|should|will|cannot|may not|can|may|might|could|would|(?:is|are|be) (?:also |now |solely |fully )?(?:required|obligated|obliged|requested|asked|invited|responsible|mandatory|due|limited to)\b|(?:needs?|has|have|ought) to\b|(?:is|are) expected to\b|agrees?\b(?= (?:to|that)\b)|(?:is|are) to be\b|(?:is|are) (?:cautioned|advised|urged|instructed|directed) (?:not )?to\b|(?:is|are) to\b(?= [a-z]))/gi;

/** Legal effects: they say what holds, not what somebody has to do. */
const EFFECT =
  /^(?:not |also |only |then |thereafter |otherwise |automatically |have |no longer )*(?:be )?(?:at the|construed|interpreted|deemed|treated|regarded|governed|entitled|binding|void|final|null|allowable|effective|prevail|govern|apply|affect|constitute|mean|inure|survive|expire|terminate|relieve|waive|supersede|take precedence|become|(?:known|referred to|called|named|located|housed)\b|considered (?:to|as|an?|in|late|un\w+|non\w+|for|acceptable|part)|no event|limited to the|bound|(?:a|an|any|the) (?:reason|excuse|basis|cause|ground)|(?:sufficient )?grounds|without prejudice|in addition to|(?:form |become )?part of)\b/i;

/** What the buyer does to vendors and their papers. */
const DONE_BY_BUYER =
  /^(?:not |also |only |then |first |initially |each )*be (?:\w+ly |further |also |then )?(?:evaluated|entertained|honou?red|requested|circulated|reviewed|scored|rated|ranked|awarded|selected|invited|confirmed|calculated|computed|accepted based|negotiated|notified|informed|scheduled|reimbursed|compensated|paid|disqualified|rejected|debriefed|assigned|asked|contacted|opened|adjusted|increased|decreased|reduced|allocated|determined|assessed|compared|considered|excluded|eliminated|granted|appointed|administered|judged|verified|screened|weighted|graded|announced|exercised|added|returned (?:unopened|to the|within|without)|given (?:to|an?|the|preference|credit|consideration|priority|notice)|issued|furnished with|conducted by the (?:government|state|agency)|made (?:to|by|on|based|available to (?:the )?(?:contractor|vendor|offeror|bidder)))\b/i;

/** What "will be" done is done by the buyer, where "shall be" done may be the vendor's part. */
const WILL_BE_DONE_BY_BUYER =
  /^(?:not |also |only |then )*be (?:designated|established|defined|posted|published|held|distributed|chosen|approved|returned (?:to|after|upon|when|if|within)|provided (?:by|to|via|through|with|at|upon|after|under|in the)|conducted by|answered|addressed|combined|waived|inspected|publicly|made)\b/i;

/** What a vendor gets or is allowed rather than owes. */
const RECEIVED =
  /^(?:not |also |then |only )*(?:receive|find|have (?:access|the (?:right|opportunity|option)|an opportunity)|(?:advance|proceed)\b|be (?:able|allowed|permitted|eligible|entitled|given|provided|supplied|granted|issued|free|asked|liable|reimbursed|held|prejudiced|penali[sz]ed|disadvantaged|precluded|bound)|need not|become)\b/i;

const FORBIDS = /^not (?:be (?:able|allowed|permitted) to|have the right to)\b/i;

/** A modal of a relative clause says something about a thing, not who has to do what. */
const IN_RELATIVE_CLAUSE = /\b(?:that|which|who|what|as|than|whom|whatever)(?: also)?\s*$/i;

const BY_VENDOR =
  /\bby (?:the |each |any |all )?(?:\w+ )?(?:contractor|vendor|offeror|bidder|supplier|consultant|proposer|respondent|tenderer)/i;

const DONE_BY_VENDOR = new RegExp(`^be \\w+(?: [\\w-]+){0,8} ${BY_VENDOR.source.slice(2)}`, 'i');

const INTRODUCTORY =
  /^(?:if|when|where|in|upon|during|for|with|after|before|prior|unless|once|to|at|on|except|as|pursuant|within|by|while|should|until|under|without|following|subject|although|because|since|due|given|note|further|furthermore|additionally|moreover|however|also|finally|therefore|thus|accordingly|at a minimum|\w+ days|no later)\b/i;

const NOT_A_SUBJECT =
  /^(?:at|in|if|when|as|including|such|or|and|with|by|for|to|under|where|unless|upon|after|before|during|which|who|that|without|subject|pursuant|whether|prior|if any|e\.g|i\.e|but|not|within|on|from|of|per|inclusive|however|therefore)\b/i;

/** Where a clause with a subject of its own begins within a sentence. */
const CLAUSE_START =
  /;\s|:\s|,\s(?:and|but|or|so|then|therefore|provided that|and\/or)\s|\sand (?=(?:the|all|any|each|they)\s)|\s(?:that|whether|because|unless|until|so that)\s(?=(?:the|each|any|all|its|their|they|it|an?|this|these|such|contractors?|vendors?|offerors?|bidders?)\s)/i;

/** "… are reminded that GSA will …": a name after "that" is a subject too. */
const THAT_NAME = /\sthat\s(?=[A-Z][\w&]*\s)/;

/** "The Bid, as well as all correspondence about it, shall …": the subject stands before the aside. */
const ASIDE =
  /,\s(?:as well as|together with|along with|including|in addition to|if any|as applicable|if applicable)\b[^;:]{0,200},\s*$/i;

/** The noun phrase that a modal verb belongs to, out of the text before it. */
export function subjectBefore(before: string): string {
  const recent = before.slice(-500).replace(ASIDE, ' ');
  let clause = recent.split(CLAUSE_START).at(-1)?.split(THAT_NAME).at(-1) ?? '';
  // "…, answering calls, and working there are required to": the last comma opened no clause.
  if (/^\s*\w+ing\b/.test(clause) && clause.length < recent.length) clause = recent;
  const introduced = INTRODUCTORY.test(clause.trim());
  const segments = clause.split(/,\s/);
  for (let i = segments.length - 1; i >= (introduced ? 1 : 0); i--) {
    const segment = segments[i]!.trim().replace(/^(?:then|and|but|the following)\s+/i, '');
    if (segment === '' || NOT_A_SUBJECT.test(segment)) continue;
    if (
      i > 0 &&
      segments.length > 1 &&
      !introduced &&
      !/^(?:the|each|all|any|a|an|this|these|such|contractor|vendor|offeror|bidder|[A-Z])/.test(segment)
    )
      continue;
    return segment.replace(/^(?:that|so that)\s+/i, '');
  }
  // "After acceptance of the plan the contractor shall": no comma, so the last determiner opens the subject.
  if (introduced && segments.length === 1)
    return /.*\b((?:the|each|any|all|such|no) .*)$/i.exec(clause.trim())?.[1] ?? clause.trim();
  return (segments[0] ?? '').trim();
}

function strengthOf(modal: string): 0 | 1 | 2 | 3 {
  const verb = modal.toLowerCase();
  if (/^(?:may|might|can|could)$/.test(verb)) return 0;
  // In some Englishes a duty: "The bidder would depute four engineers."
  if (verb === 'would') return 1;
  if (verb === 'may not') return 3;
  if (verb === 'will' || /invited$/.test(verb)) return 1;
  if (verb === 'should' || verb === 'ought to') return 2;
  return 3;
}

/**
 * Reads every clause of a sentence that obliges somebody, in order. Clauses that only allow, that tell what the buyer
 * does or what a paper means, are left out.
 */
export function obligationsIn(sentence: string, buyerNames: ReadonlySet<string>): Obligation[] {
  const found: Obligation[] = [];
  let last: { subject: string; party: Party } = { subject: '', party: 'none' };
  for (const match of sentence.matchAll(MODAL)) {
    const modal = match[1]!;
    const before = sentence.slice(Math.max(0, match.index - 500), match.index);
    const predicate = sentence
      .slice(match.index + modal.length, match.index + modal.length + 160)
      .trimStart();
    // "will be required to", "must agree to": the first verb of the chain counts.
    if (/\b(?:shall|must|should|will|would|could|may|might|can|not)(?: not| also)?\s*$/i.test(before))
      continue;
    if (
      IN_RELATIVE_CLAUSE.test(before) &&
      !BY_VENDOR.test(predicate) &&
      !/^(?:there|it is|below|the following)\b/i.test(sentence)
    )
      continue;
    // "It is expected that the contractor will have some costs": no duty, but how things may turn out.
    if (modal === 'will' && EXPECTED.test(sentence.slice(0, match.index))) continue;
    // "“Must” marks a requirement": the word is spoken of, not used.
    if (/["“'‘*]$/.test(before) && /^["”'’*]/.test(sentence.slice(match.index + modal.length))) continue;
    let subject = subjectBefore(before);
    let party = partyOf(subject, buyerNames);
    // "The State shall not be liable for loss and shall only pay …": the subject stands once.
    if (/\b(?:and|or|but)\s*(?:also |then |further |only )?$/i.test(before) && last.party !== 'none')
      ({ subject, party } = last);
    if (party === 'none' || party === 'pronoun') {
      const elided = party === 'none';
      party = last.party === 'none' ? (elided ? 'none' : 'pronoun') : last.party;
      subject = last.subject || subject;
    }
    // "The Government and the Contractor shall negotiate": nobody's duty alone.
    if (party === 'vendor' && isJointWithBuyer(before, subject, buyerNames)) party = 'buyer';
    last = { subject, party };
    // "Quotations receiving an “Exceptional” rating will explain how …": a scale of marks binds nobody.
    if (party === 'response' && JUDGED.test(subject) && strengthOf(modal) < 3) return [];
    let strength = strengthOf(modal);
    if (modal === 'would' && !isDutyByWould(party, before, predicate)) continue;
    // "Windows will be washed twice a year by the Contractor."
    if ((strength === 1 ? party !== 'buyer' : party === 'instrument') && DONE_BY_VENDOR.test(predicate))
      party = 'vendor';
    const forbids = /^no\b/i.test(subject) && /^(?:may|can|shall|must)$/i.test(modal);
    if (forbids || (strength === 1 && FORBIDS.test(predicate))) strength = 3;
    if (
      strength === 1 &&
      /^(?:also |generally |then )?(?:be (?:required|responsible|expected|obligated)|need to|have to)\b/i.test(
        predicate,
      )
    )
      strength = 3;
    if (strength === 0 || isNegligible(modal, subject, party, strength, predicate, buyerNames)) continue;
    found.push({ party, strength, subject, predicate });
  }
  return found;
}

/** "The auditor would be required to", "The bidder would depute": the first verb of a plain sentence about a vendor. */
const isDutyByWould = (party: Party, before: string, predicate: string) =>
  party === 'vendor' &&
  before.trim().split(/\s+/).length <= 8 &&
  !/\b(?:if|when|may|can|that|which|who)\b/i.test(before) &&
  !/^(?:have|like|be (?:able|given|provided|allowed|paid|selected|notified|evaluated))\b/i.test(predicate);

const EXPECTED =
  /\bit is (?:also |further )?(?:expected|anticipated|estimated|understood|possible|likely) that\b[^.;]{0,120}$/i;

/** "Vendors must score at least 70 points" is how the buyer decides, not what anybody does. */
const MERE_SCORE =
  /^(?:score|receive|achieve|obtain|attain|earn)\b[^.]{0,40}(?:points?\b|scores?\b|ratings?\b|percent\b|%)/i;

/** "Quotations receiving an “Exceptional” rating will …": a scale of marks. */
const JUDGED = /\b(?:receiving|earning|rated|that (?:fails?|do(?:es)? not)|failing)\b/i;

/** "Users will be trained by the State". */
function isDoneByNamedBuyer(predicate: string, buyerNames: ReadonlySet<string>): boolean {
  const agent =
    /^(?:\w+ )?be \w+(?: \w+){0,6}? by ([^,.;]{2,50}?)(?=[,.;]|\s(?:and|or|in|at|on|for|to|with|after|before)\s|$)/i.exec(
      predicate,
    )?.[1];
  return agent !== undefined && partyOf(agent, buyerNames) === 'buyer';
}

function isJointWithBuyer(before: string, subject: string, buyerNames: ReadonlySet<string>): boolean {
  const lead = before.trimEnd().slice(0, -subject.length);
  const other = /([^,;.]{2,60})\sand\s*$/i.exec(lead.slice(-70));
  return other !== null && partyOf(other[1]!, buyerNames) === 'buyer';
}

const HANDED_IN =
  /^(?:not )?be (?:\w+ly )?(?:submitted|marked|completed|signed|limited|typed|printed|delivered|sealed|addressed|uploaded|emailed|provided|prepared|organized|formatted|numbered|received|included|accompanied|used|based|quoted|required|expected|dated|attached|enclosed|separated|labell?ed)\b/i;

function isNegligible(
  modal: string,
  subject: string,
  party: Party,
  strength: number,
  predicate: string,
  buyerNames: ReadonlySet<string>,
): boolean {
  if (/due$/i.test(modal)) return isIdle(modal, subject, party, predicate);
  if (/^nothing\b/i.test(subject) || /^I$/.test(subject)) return true;
  // "The mission of the Center is to provide …"
  if (/\b(?:mission|goal|purpose|objective|aim|intent)s?\b/i.test(subject) && /^(?:is|are) to$/i.test(modal))
    return true;
  if (strength < 3 && /^there$/i.test(subject)) return true;
  if (modal === 'may not' && /^be limited to\b/i.test(predicate)) return true;
  if (/^have the (?:right|authority|option|power|discretion)\b/i.test(predicate)) return true;
  if (party === 'other' && /^be paid\b/i.test(predicate)) return false;
  if (/^no\b/i.test(subject) && (strength < 3 || /^be (?:required|anticipated|necessary)/i.test(predicate)))
    return true;
  if (/^(?:not |also |generally )*be (?:responsible|expected|obligated|required)\b/i.test(predicate)) {
    if (party !== 'vendor' || /^not\b/i.test(predicate)) return true;
  }
  if (isPhrasal(modal) && isIdle(modal, subject, party, predicate)) return true;
  if (BY_VENDOR.test(predicate)) return false;
  if (party === 'vendor') {
    if (/^(?:not be eligible|(?:not )?be (?:deemed|considered|construed|disqualified))\b/i.test(predicate))
      return true;
  } else if (EFFECT.test(predicate)) return true;
  if (/^not be (?:accepted|considered|returned|accepted|opened)\b/i.test(predicate)) return true;
  if (
    DONE_BY_BUYER.test(predicate) &&
    !(strength === 2 && /^be considered (?:during|when|in)/i.test(predicate))
  )
    return true;
  if (strength === 1 && WILL_BE_DONE_BY_BUYER.test(predicate)) return true;
  // "All questions will be logged": what becomes of papers once they are in.
  if (
    strength === 1 &&
    party === 'response' &&
    !HANDED_IN.test(predicate) &&
    /^(?:not )?be \w+ed\b/.test(predicate)
  )
    return true;
  if (strength === 1 && (/\bnot\b/i.test(subject) || isDoneByNamedBuyer(predicate, buyerNames))) return true;
  if (MERE_SCORE.test(predicate) || /^fail\b/i.test(predicate)) return true;
  return strength < 3 && (party === 'vendor' || party === 'response') && RECEIVED.test(predicate);
}

const BE_DONE =
  /^be (?:completed|delivered|provided|performed|submitted|operational|available|in place|finished|met|maintained|installed)\b/i;

const isPhrasal = (modal: string) => /^(?:is|are|be|agree|need|has|have|ought)/i.test(modal);

/** Phrases such as "is required" that oblige only some: "are due" a bid, "is responsible" a vendor. */
function isIdle(modal: string, subject: string, party: Party, predicate: string): boolean {
  if (/(?:due|limited to)$/i.test(modal))
    return (
      party !== 'response' &&
      !(party === 'solution' && /^(?:on|by|within|every|no later|not later|at|\w+ days)\b/i.test(predicate))
    );
  // "Tasks 2 to 4 are expected to be completed within six months."
  if (/expected to$/i.test(modal) && party === 'solution' && BE_DONE.test(predicate)) return false;
  // "The executive summary is to describe the proposal."
  if (/^(?:is|are) to$/i.test(modal) && (party === 'response' || party === 'solution'))
    return /^be\b/i.test(predicate);
  // "Faults have to be remedied within four hours."
  if (
    /(?:need|needs|has|have) to$/i.test(modal) &&
    party === 'other' &&
    /^be (?!able)\w+(?:ed|en|wn|pt|de|nt|ld)\b/i.test(predicate)
  )
    return /^no\b/i.test(subject);
  if (/(?:need|needs|has|have|ought) to$/i.test(modal))
    return party !== 'vendor' && party !== 'solution' && party !== 'response';
  if (/to be$/i.test(modal)) return party === 'instrument' || party === 'buyer' || /^no\b/i.test(subject);
  if (/(?:asked|invited)$/i.test(modal))
    return party !== 'vendor' || !/^to (?!bid\b|participate\b|respond\b|compete\b)/i.test(predicate);
  if (/mandatory$/i.test(modal) && /\b(?:following|requirements?|items|criteria|fields)\b/i.test(subject))
    return true;
  if (/(?:required|requested|mandatory)$/i.test(modal)) {
    if (party === 'vendor') return !/^to\b/i.test(predicate);
    const plain =
      subject.split(/\s+/).length <= 10 &&
      !/\b(?:what|that|which|who|as|if|when|than|where|not(?!-)|no)\b/i.test(subject);
    return party === 'buyer' || party === 'instrument' || !plain;
  }
  // Who pays for the bid itself is no task.
  if (
    /responsible$/i.test(modal) &&
    /^for (?:any |all |their |its |the )*(?:own )?(?:costs?|expenses?)\b/i.test(predicate)
  )
    return true;
  return party !== 'vendor';
}

/** Whether the sentence tells of something that the buyer needs and the vendor has to bring ("NLM requires …"). */
export function isBuyerNeed(sentence: string, buyerNames: ReadonlySet<string>): boolean {
  const match =
    /\b(?:also |further |therefore )?(requires?|needs?|must (?:be able to|have|be provided))\b(?! to be| not)/i.exec(
      sentence,
    );
  if (!match || /\b(?:not|never)\s*$/i.test(sentence.slice(0, match.index))) return false;
  const subject = subjectBefore(sentence.slice(0, match.index));
  const isListed = /^requires? the following\b/i.test(sentence.slice(match.index));
  if (isListed && /^(?:buyer|other)$/.test(partyOf(subject, buyerNames))) return true;
  if (subject.split(/\s+/).length > 6 || /\b(?:will|shall|may|has|have)\b/i.test(subject)) return false;
  return (
    partyOf(subject, buyerNames) === 'buyer' &&
    !/\bof\b|\bact\b/i.test(subject) &&
    !/^requires? that (?:federal|the government)/i.test(sentence.slice(match.index))
  );
}

/** "It is the contractor's responsibility to …", "OFA expects the contractor to …". */
export function isIndirectDuty(sentence: string): boolean {
  return (
    /\b(?:is|are|shall be|will be|remains?) (?:the |each |every )(?:sole )?(?:responsibility of (?:the |each |any )?(?:prime |successful )?(?:contractor|vendor|offeror|bidder|supplier|proposer|respondent|consultant)|(?:\w+ )?(?:contractor|vendor|offeror|bidder|supplier|proposer|respondent|consultant|proponent)['’]s (?:sole )?responsibility)\b/i.test(
      sentence,
    ) ||
    /\bexpects (?:that )?(?:the |each )?(?:contractor|vendor|supplier|consultant|offeror|bidder)\b/i.test(
      sentence,
    ) ||
    /^(?:the |each )?(?:contractor|vendor|supplier|bidder|tenderer|provider|consultant|manufacturer) (?:also |hereby )?(?:guarantees|undertakes|warrants|ensures|commits)\b/i.test(
      sentence,
    ) ||
    /^by (?:signing|submitting)\b[^.]{0,120}\b(?:offeror|bidder|vendor|proposer|contractor|respondent|tenderer)s? (?:also |hereby )?(?:certif(?:y|ies)|agrees?|acknowledges?|represents?|warrants?|declares?)\b/i.test(
      sentence,
    ) ||
    /\bit is your (?:sole )?responsibility\b/i.test(sentence) ||
    /\brequires? (?:that )?(?:every|all|each|any) (?:prospective |interested |successful )?(?:offeror|bidder|vendor|proposer|contractor|respondent|tenderer|supplier|proponent|provider)s?\b/i.test(
      sentence,
    ) ||
    /\bit is (?:critical|essential|imperative|important) that (?:you|(?:the |each |all )?(?:offeror|bidder|vendor|proposer|contractor|respondent|tenderer|supplier|proponent)s?)\b/i.test(
      sentence,
    ) ||
    /\b(?:also|hereby) requested (?:is|are)\b/i.test(sentence) ||
    /^no [^.,;]{3,80}? (?:is|are|shall be|will be) (?:allowed|permitted|authorized|tolerated)\b/i.test(
      sentence,
    ) ||
    /\b(?:is|are) (?:strictly |expressly |also )?(?:prohibited|forbidden|not (?:allowed|permitted))\b/i.test(
      sentence,
    ) ||
    /\b(?:contract|agreement|order|solicitation) (?:shall|must|will) (?:also )?(?:provide for|include|cover|consist of)\b/i.test(
      sentence,
    ) ||
    /\b(?:bids|proposals|quotes|tenders|offers|responses|materials?) (?:is|are) (?:liable (?:for|to)|discouraged|not (?:accepted|desired|encouraged))\b/i.test(
      sentence,
    ) ||
    /\b(?:offerors|bidders|vendors|proposers|respondents|tenderers) are (?:strongly |highly )?encouraged to (?:attend|visit|inspect|submit|review)\b/i.test(
      sentence,
    ) ||
    isElliptical(sentence) ||
    /^(?:required|mandatory|minimum required)\b[^.]{0,80}\b(?:is|are|include)\b/i.test(sentence) ||
    (mentionsVendor(sentence) && /\bis (?:mandatory|compulsory)\b/i.test(sentence))
  );
}

/** The terse style of specifications: "All debris to be removed daily.", "Contractor to verify dimensions." */
function isElliptical(sentence: string): boolean {
  if (!/\.$/.test(sentence) || FINITE_VERB.test(sentence)) return false;
  const subject = /^(?:all |each |any |the )?((?:[\w-]+ ){1,5})to be [a-z]/i.exec(sentence)?.[1];
  // "The API allows the data to be hosted": a second article shows a verb before it.
  if (subject !== undefined) return !/\b(?:the|an?|its|their|that|for|in|of)\b/i.test(subject);
  return /^(?:the )?(?:contractor|vendor|bidder|supplier|offeror)s? to [a-z]+\b/i.test(sentence);
}

const FINITE_VERB =
  /\b(?:is|are|was|were|has|have|had|will|shall|must|should|may|can|could|would|do|does|did|expects?|intends?|plans?|needs?|wants?|wish(?:es)?)\b/i;
