/*
 * Marks by which a sentence says that another party speaks, or that it does not assert. What has none of them is ours:
 * the knowledge base is.
 */

/** Who answers in a procurement and is named so nowhere else. */
const BIDDER = 'bidders?|offerors?|tenderers?|proposers?|proponents?|respondents?|quoters?|responders?';
/** The same parties in the words of a contract; of several, "vendors must …" may well be our own rule for ours. */
const VENDOR = 'vendor|supplier|contractor|licensor|consultant|seller|integrator|awardee';
const QUALIFIED = String.raw`(?:(?:the|an?|any|all|each|every|no|successful|selected|winning|prospective|prime|preferred|proposed|interested|your)\s+){0,3}`;
const DUTY = String.raw`(?:shall|must|should|will|may not|needs? to|ha(?:s|ve) to|(?:is|are) (?:required|expected|requested|obliged|invited|to)\b|agrees? to|undertakes?|warrants?|acknowledges?)`;
const BEGINS = String.raw`(?:^|[.:;,(]\s*|\b(?:that|where|if|and)\s+)`;
const SUBJECT = (nouns: string) =>
  new RegExp(
    String.raw`${BEGINS}${QUALIFIED}(?:${nouns})(?:['’]s? [\w -]{1,40})?(?:\s*[(/][^)]{1,40}\)?)?\s+(?:also |then |further |therefore |in turn )?${DUTY}`,
    'i',
  );

/** Marks of whoever buys: duties of a bidder, what is wanted, and what happens to an offer. */
export const BUYER_MARKS: readonly RegExp[] = [
  SUBJECT(BIDDER),
  new RegExp(
    String.raw`${BEGINS}(?:the|an?|each|every|no|successful|selected|winning|any|prime|proposed)\s+(?:(?:[\w-]+\s+){0,2}(?:${VENDOR})|(?:(?:service|solution|selected|successful)\s+)?provider)(?:['’]s [\w -]{1,40})?\s+(?:also )?${DUTY}`,
    'i',
  ),
  new RegExp(
    String.raw`^(?:all |prospective |interested )?(?:${VENDOR})s shall\b(?! be (?:\w+ly )?(?:assessed|reviewed|vetted|audited|screened|evaluated|monitored|approved|informed|bound))`,
    'i',
  ),
  new RegExp(
    String.raw`\b(?:we|the (?:city|county|state|agency|authority|government|department|ministry|university|council|board|district|buyer|purchaser|customer|client|company|bank|hospital|commission))\s+(?:require|expect|request|ask|want|invite|seek|encourage)s?\s+(?:that )?(?:the |all |any |each |interested |prospective )*(?:${BIDDER}|(?:${VENDOR})s?)\b`,
    'i',
  ),
  /\b(?:is|are) (?:seeking|soliciting|inviting|requesting|looking for) (?:an? |the )?(?:[\w-]+ ){0,4}(?:proposals?|quotations?|quotes?|bids?|tenders?|offers?|vendors?|suppliers?|contractors?|bidders?|service providers?)\b/i,
  /\b(?:government|city|county|state|agency|authority|department|ministry|university|council|buyer|purchaser|issuer)\s+(?:reserves? the right|intends? to award|will (?:award|evaluate|shortlist|select))\b/i,
  // "The proposed solution must …", "The system shall …": what we offer is described, not demanded.
  /(?:^|[.:;]\s*)(?:the|any|all|each) (?:(?:proposed|offered|required|new|future|tendered)\s(?:[\w-]+\s){0,2}(?:solution|system|software|platform|application|tool|product|service)s?|solution|(?:[\w-]+\s){0,2}(?:system|software|platform|application|tool|product|service)s?(?=\s+shall\b)) (?:shall|must|should|needs? to|has to|is (?:required|expected) to)\b/i,
  // A duty without anybody who has it: "Must support SSO.", "Shall be hosted in the EU."
  /^(?:[-*•]\s*|\(?[\dA-Za-z.]{1,8}[.)]\s+)?(?:must|shall|should (?=support|provide|allow|include|offer|have|enable|comply|be able))\s*\p{Ll}/iu,
  /\b(?:proposals?|bids?|tenders?|offers?|quotations?|responses?|submissions?)\s+(?:shall|must|should|will|are to|may) (?:not )?(?:be (?:\w+ly )?(?:submitted|received|valid|sent|delivered|evaluated|scored|rejected|marked|sealed|returned|considered|opened)|include|contain|remain|address|state|demonstrate|provide)\b/i,
  /\byour (?:compan(?:y|ies)|organi[sz]ation|firm|proposal|bid|tender|offer|quotation|quote|solution|response)\b/i,
  /^(?:mandatory |functional |technical |minimum )?requirements?(?: \S{1,10})?\s*[:–—]/i,
  /^(?:please|kindly) (?:describe|explain|provide|list|state|specify|confirm|indicate|identify|detail|outline|attach|submit|complete|give|answer|include|respond)\b/i,
  // "The client said that …", "Our customers expect …".
  /^(?:(?:the|our|this|one|some|most|many|all) )?(?:\w+ )?(?:clients?|customers?|buyers?|purchasers?) (?:also |often |usually |always |have |has )?(?:said|asked|told|wants?|wanted|needed|expects?|expected|requested|demanded|would like|wish(?:es)?|insists?|insisted)\b/i,
  // What codes stand for: "C = compliant, N = not compliant".
  /(?:^|[\s(,;:])[\p{L}\d]{1,3} ?= ?\p{L}[^=]{1,60}[\s(,;][\p{L}\d]{1,3} ?= ?\p{L}/u,
  // In other languages.
  /\b(?:der|die) (?:auftragnehmer|bieter|anbieter|lieferant|auftragnehmerin|bieterin)(?:in|innen)?\s+(?:muss|müssen|soll|sollen|hat\b[^.]*\bzu|haben\b[^.]*\bzu|ist verpflichtet|verpflichtet sich)\b/iu,
  /\b(?:le|la|les|l['’]) ?(?:soumissionnaires?|candidats?|titulaires?|prestataires?|fournisseurs?|attributaires?)\s+(?:doit|doivent|devra|devront|est tenu|sont tenus|s['’]engage)/iu,
  /\b(?:el|la|los|las) (?:licitador(?:a|es)?|licitantes?|proveedor(?:a|es)?|contratistas?|adjudicatari[oa]s?|oferentes?)\s+(?:debe(?:n|rán?)?|tiene[n]? que|tendrán? que|está[n]? obligad)/iu,
  /\b(?:il|i|l['’]|la|gli) ?(?:fornitor[ei]|concorrent[ei]|offerent[ei]|aggiudicatari[oa]|appaltator[ei])\s+(?:deve|devono|dovrà|dovranno|è tenuto|sono tenuti)/iu,
  /\b(?:de) (?:inschrijvers?|leveranciers?|opdrachtnemers?)\s+(?:moet(?:en)?|dient|dienen)\b/iu,
];

const PARTY =
  '(?:(?:service )?providers?|partners?|suppliers?|vendors?|(?:sub-?)?contractors?|(?:sub-?)?processors?|resellers?|' +
  'landlords?|hosters?|hosts?|auditors?|insurers?|distributors?|affiliates?|competitors?|' +
  '(?:hosting|data cent(?:re|er)) (?:company|firm|operator)|(?:parent|sister|holding) (?:company|group))';
const FIELD =
  '(?:hosting|cloud|data cent(?:re|er)|colocation|payment|infrastructure|telecom\\w*|third-party|external|upstream)';
const HOLDS =
  '(?:also |both |itself |currently |each |all ){0,2}(?:holds?|ha(?:s|ve)(?= (?:an? |the )?(?:[iI][sS][oO]|[sS][oO][cC]|certif|accredit|attest))|maintains?|possess(?:es)?|owns?|offers?|' +
  'ha(?:s|ve) been (?:\\w+ly )?(?:certified|accredited|attested|audited|assessed|validated)|' +
  'employs?|runs?|guarantees?|promises?|operates?|complies|comply|meets?|achieved|obtained|(?:is|are) (?:also |fully |both |currently )?' +
  '(?:[iI][sS][oO]\\b|[sS][oO][cC]\\b|[pP][cC][iI]\\b|certified|accredited|compliant|attested|audited|licensed|insured))\\b';
/** "our partner (Alpha)", "our partner, Alpha,", "our partner in Lyon", "the company that hosts our servers". */
const INSERTED = String.raw`(?:\s*\([^)]{1,60}\)|,[^,.]{1,80},|\s+(?:in|at|from|for|of|with|behind|that|which|who|where|we)\s[^,.;]{1,60}?)?`;

/** A fact about another party that we work with: what it holds or offers is not what we hold or offer. */
export const THIRD_PARTY_MARKS: readonly RegExp[] = [
  new RegExp(
    String.raw`^(?:[-•]\s*)?(?:however, |in addition, |also, )?(?:(?:all |each |both |most |some |one )?(?:of )?(?:our|their|its)\s+(?:[\w&/-]+\s+){0,4}${PARTY}|(?:the|an?) (?:[\w&/-]+\s+){0,3}${FIELD}\s+(?:[\w&/-]+\s+){0,2}(?:${PARTY}|company|operator)|(?:the|an?|one of (?:our|the)) (?:parent|sister|holding|mother|group|hosting|insurance) (?:company|companies|group|firm)|the (?:company|firm|operator|provider|supplier|partner)(?= (?:that|which|who|where|we|behind)\b)|one of (?:our|the) (?:[\w&/-]+\s+){0,3}${PARTY}|(?:the )?competitors?)${INSERTED}\s+${HOLDS}`,
    'i',
  ),
  // "Alpha Ltd, our hosting provider, holds …", "Alpha Ltd (our host) holds …"
  new RegExp(
    String.raw`^[\w&. -]{2,50}(?:, | \()(?:(?:which|who) is )?(?:our|the|an?)\s+(?:[\w&/-]+\s+){0,4}${PARTY}(?: of ours)?[,)]\s+${HOLDS}`,
    'i',
  ),
  // "Our cloud provider Alpha is …"
  new RegExp(String.raw`^(?:Our|Their)\s(?:[\w&/-]+\s){0,4}${PARTY}(?:\s\p{Lu}[\w&.-]*){1,3}\s${HOLDS}`, 'u'),
  // Whose certificates are often taken for those of who is hosted there.
  /^(?:aws|amazon(?: web services)?|(?:microsoft )?azure|google cloud(?: platform)?|gcp|oracle cloud|ibm cloud|hetzner|ovh(?:cloud)?|equinix|digitalocean|cloudflare|stripe|adyen)(?:['’]s data cent(?:re|er)s)?(?:,[^,.]{1,80},)? (?:(?:also |itself )?(?:holds?|maintains?|has(?= (?:an? |the )?(?:iso|soc|certif|attest)))|(?:is|are|ha(?:s|ve) been) (?:[\w-]+ ){0,4}(?:assessed|certified|accredited|compliant|attested|audited))\b/i,
  /^(?:the )?(?:certificates?|certifications?|attestations?|reports?) (?:is|are|was|were) (?:held|issued to|owned) by (?:our|the) [^.]{0,40}(?:provider|partner|supplier|vendor|host|processor|subcontractor)/i,
];

export const QUESTION_MARK = /\?["”’)\]*_\s]*$/;
/** A question without its mark, as forms have it. */
export const ASKS =
  /^(?:\(?[\dA-Za-z.]{1,8}[.):]\s+|[-*•]\s*|q(?:uestion)? ?\d*[.:]\s*)?(?:(?:do|does|did|have|has|is|are|can|could|will|would) (?:you|your|the (?:vendor|supplier|bidder|contractor|provider|offeror|solution|system|company|applicant|organi[sz]ation))\b|(?:please |kindly )(?:describe|explain|provide|list|state|specify|confirm|indicate|identify|detail|outline|attach|give)\b|(?:describe|explain|provide|list|state|specify|confirm|indicate|identify|outline) (?:how |whether |if |what |any |all )?(?:you|your|the (?:vendor|supplier|bidder|contractor|offeror)(?:['’]s)?)\b|question ?\d*\s*:)/i;

export const PLANNED_MARKS: readonly RegExp[] = [
  // "Once the audit is complete, we will be certified", "We will hold it as soon as …", "in a later release".
  /^(?:once|as soon as|after|when)\b[^,]{3,120}, (?:\w+ ){1,6}will (?:\w+ ){0,2}(?:be|hold|have|obtain|receive|offer|support)\b[^.]{0,40}\b(?:certified|accredited|compliant|iso|soc|certificates?)\b/i,
  /\bwill (?:\w+ ){0,2}(?:be|hold|have|obtain|receive|offer|support|provide)\b[^.]{0,80}\b(?:once|as soon as|when) (?:the|our|it|this) [^.]{0,40}\b(?:complete[d]?|finished|passed|ready|done|launched|released|over)\b/i,
  /\b(?:may|might|will|can|could|should) (?:\w+ ){1,12}in (?:a|an|one of the|some) (?:later|future|upcoming|coming|subsequent|next) (?:release|version|update|phase|stage|year)s?\b/i,
  /\b(?:certification|audit|accreditation|implementation|roll-?out|migration|development)s?\b[^.]{0,40}\b(?:is|are) (?:currently |still )?(?:in progress|under ?way|pending)\b/i,
  /^(?:(?:not yet,? (?:but )?)?planned(?=\s*(?:[.,;:(–-]|$|for|in|by|to|with|q[1-4]|\d))|in (?:preparation|development|progress|planning)\b|under development\b|coming soon\b|(?:on (?:our|the) )?roadmap\b)/i,
  /\b(?:is|are|has been|have been)\s+(?:currently |also |already |still )?(?:planned|in (?:preparation|development|planning)|under development|being (?:planned|prepared|developed|built|introduced|rolled out|implemented)|scheduled (?:for|to be)|on (?:our|the) roadmap|foreseen for|coming soon)\b/i,
  /\bplanned (?:for|in|by|from) (?:the )?(?:20[2-9]\d|q[1-4]|h[12]|next|end|first|second|third|fourth|early|late|mid|spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|august|september|october|november|december|version|release)/i,
  /\b(?:we|our (?:team|company|organi[sz]ation|roadmap)|the (?:team|company))(?: ourselves)? (?:also |currently |do )?(?:plans? to|are (?:currently |now |also )?(?:planning|preparing|working (?:on|towards?)|about to|in the process of)|is (?:currently |now )?(?:planning|preparing|working (?:on|towards?))|intends? to|aims? to|hopes? to|expects? (?:to (?:be |have |obtain|achieve|complete|finish|receive|get|launch|release)|(?:the )?(?:audit|certification|release|launch)))/i,
  /\bwill (?:soon |shortly |then )?be (?:available|released|introduced|launched|supported|added|rolled out|certified|implemented|offered|completed|delivered) (?:\w+ ){0,2}?(?:in|by|from|with|as of|at the end of|during|next|soon)\b/i,
  /\bwill (?:\w+ ){1,3}(?:next (?:year|quarter|month|release)|later this year|(?:in|by) (?:q[1-4]\b|h[12]\b|20[2-9]\d))/i,
  /\b(?:geplant|in (?:vorbereitung|planung|arbeit)|prévue?s?|planifiée?s?|en (?:cours de développement|préparation)|previsto|planificad[oa]s?|gepland)\b/iu,
];

export const CONDITIONAL_MARKS: readonly RegExp[] = [
  /^(?:only )?(?:up)?on request\b|\b(?:available|possible|offered|provided|supplied|shared|sent|arranged|agreed|enabled|activated|supported|delivered|configured|implemented|made available)\b[^.;]{0,60}\b(?:up)?on (?:\w+ )?request\b/i,
  /\b(?:subject to|on condition of|depend(?:s|ing|ent) on) (?:\w+ ){0,3}(?:availability|approval|agreement|negotiation|contract|feasibility|order|a fee|additional fees?|licen[cs]e|quotation|scope)\b/i,
  /\bby (?:\w+ ){0,2}(?:agreement|arrangement)\b|\b(?:may|might|would) be possible\b/i,
  /\b(?:can|could|might|would have to|has to|needs to) (?:also )?be (?:developed|customi[sz]ed|built|agreed|negotiated|tailored)\b|\bwe (?:may|might) (?:support|offer|provide|be able)\b/i,
  /^(?:(?:partial|conditional)(?:ly)?(?=\s*(?:[.,;:(–-]|$|complian|support|met\b|meets?\b|implement|available|fulfil))|with (?:customi[sz]ation|configuration|modifications?|an add-?on|limitations?|restrictions?)|(?:third[- ]party|customi[sz]ation|configuration|modification|add-on|workaround|integration)\b[^.]{0,30}(?:\.|$)|(?:via|through|requires) (?:\w+ ){0,2}(?:customi[sz]ation|configuration|third[- ]part\w+|add-?on|workaround)|teilweise|bedingt|partiellement|parcial(?:mente)?|parzialmente|gedeeltelijk)\b/iu,
  /\b(?:auf anfrage|sur demande|bajo (?:petición|solicitud)|su richiesta|op aanvraag)\b/iu,
];

/** The denial of a whole sentence. */
export const NEGATED_MARKS: readonly RegExp[] = [
  /^(?:no|none|never|neither|not|non|nein|nee|nicht|keine?|aucune?|ningun[oa]?|n\/a)\b/iu,
  /\b(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|may|must|should|shall)(?: \w+ly| currently| yet)? not\b(?! only)|\bcannot\b|n['’]t\b|\bnever\b|\bnot (?:supported|available|offered|provided|included|possible|compliant|met|implemented|applicable)\b|\bunable to\b|\b(?:there (?:is|are)|we have|we offer|it has) no\b/i,
  /\bnicht\b(?! nur)|\bkeine?[nmrs]?\b|\bne\b[^.]{1,40}\bpas\b|\bn['’]\w+ pas\b/iu,
];
