/** What a column holds, by the words above it. */
export type Role =
  | 'number'
  | 'question'
  | 'section'
  | 'guidance'
  | 'answer'
  | 'comment'
  | 'evidence'
  /** What the buyer keeps, or says of how much a row matters. */
  | 'buyer'
  | 'other';

const SUBJECT =
  '(?:questions?|requirements?|criteri(?:a|on)|specifications?|inquir(?:y|ies)|controls?|statements?|quer(?:y|ies))';

const NUMBER =
  /^(?:#|no|nr|num|number|id|guid|code|index|ref(?:erence)?(?: (?:no|number|id))?|item|line|clin|s ?no|sl ?no|sr ?no|seq(?:uence)?|q ?#|(?:\S+ )?(?:id|guid|#)|.*-id|(?:question|requirement|req|criterion|clause|row|control|item|test(?: case)?|section|line|paragraph|article|domain|ccm control) ?(?:no|nr|number|#|id|code|ref(?:erence)?))$/;
const BUYER =
  /\b(?:buyer|customer|purchaser|evaluator|reviewer|assessor|auditor|internal|office|agency|procurement|analyst|for official)\b.*\b(?:use|only|comments?|notes?|score|rating|review|assessment|evaluation|remarks)\b|^(?:max(?:imum)? )?(?:scores?|scoring|weight(?:ing|age)?s?|points?|priority|severity|importance|criticality|obligation|moscow|risk(?: level| rating)?|mandatory(?: ?(?:\/|or) ?(?:optional|desirable))?|must ?\/ ?should(?: ?\/ ?could)?|rating|level|weightage|waf pillar|service|tools|cwe|owner|assigned to)$/;
const ASKS_AT_END = new RegExp(
  `(?:^|\\b)${SUBJECT}(?: (?:text|descriptions?|details?|statements?|specifications?|names?|titles?))?$`,
);
const ANSWER =
  /\b(?:answers?|responses?|reply|replies|complian(?:ce|t)|comply|complies|complied|conform(?:s|ance|ity)?|meets?|met|supported|status|results?|y\/n(?:\/\S+)?|yes ?\/ ?no|applicab(?:le|ility)|in place|implemented|selection|choose|select|drop-?down|inputs?|offered|proposed|maturity)\b|^(?:vendor|supplier|bidder|offeror|respondent|contractor|proposer|provider|csp|applicant|tenderer)(?:['’]?s)?$|^(?:available|availability|supported|value|finding|please (?:complete|fill|enter).*|to be (?:completed|filled).*)$/;
const COMMENT =
  /\b(?:comments?|remarks?|notes?|explanations?|explain|justifications?|(?:additional|further|other|more|supporting) (?:information|info|details?)|elaborat\w+|rationale|narrative|observations?|(?:implementation|solution|response) (?:descriptions?|details?|notes?|statement)|how (?:is|it|we|you|the)\b.*|if (?:yes|no|not|partial)\b.*|reasons?)\b|^details?(?: of .*)?$/;
const EVIDENCE =
  /\b(?:evidence|attachments?|attached|supporting (?:docs?|documents?|documentation|material)|artifacts?|artefacts?|documents? (?:references?|names?|links?|provided)|document(?:ation)? (?:references?|links?)|proof|hyperlinks?|urls?|file names?)\b/;
const GUIDANCE =
  /^(?:.*\b(?:guidance|help(?: text)?|hints?|instructions?|explanatory notes?|objectives?|tips?|why (?:we ask|this matters)|purpose|intent|background|discussion|supplemental.*|clarifications?|examples?)(?: ?\(.*\))?)$/;
const SECTION =
  /^(?:sub-?)?(?:sub ?)?(?:sections?|categor(?:y|ies)|domain(?: title| name)?s?|famil(?:y|ies)|areas?|(?:design|sub|process|functional|control|subject|focus) (?:area|family|domain|category)|topics?|business function|security practice|stream|groups?|chapters?|themes?|modules?|functions?|subjects?|practices?|class|framework|ccm domain title|control (?:domain|title|group))$/;
const QUESTION =
  /\b(?:questions?|requirements?|specifications?|criteri(?:a|on)|descriptions?|controls?|features?|functionalit(?:y|ies)|capabilit(?:y|ies)|inquir(?:y|ies)|statements?|quer(?:y|ies)|information (?:required|requested|sought)|tasks?|activit(?:y|ies)|checks?|checklist items?|test (?:names?|cases?|titles?)|items?|name of test|measures?|what we ask|ask)\b/;

const plain = (header: string) =>
  header
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[*:.]+(?=\s|$)/g, '')
    .trim();

/** What a column with this header holds for the one who answers. */
export function roleOf(header: string): Role {
  const full = plain(header);
  const text = full.replace(/\s*[([].*?[)\]]\s*/g, ' ').trim() || full;
  const bare = text.replace(/\?$/, '');
  if (bare === '') return 'other';
  if (NUMBER.test(bare)) return 'number';
  if (BUYER.test(bare)) return 'buyer';
  if (!text.endsWith('?') && ASKS_AT_END.test(bare)) return 'question';
  if (COMMENT.test(bare)) return 'comment';
  if (EVIDENCE.test(bare)) return 'evidence';
  if (GUIDANCE.test(bare)) return 'guidance';
  if (ANSWER.test(full) || ANSWER.test(bare)) return 'answer';
  if (SECTION.test(bare)) return 'section';
  return QUESTION.test(bare) ? 'question' : 'other';
}

const OPTION =
  /^(?:y|n|p|c|nc|pc|yes|no|n\/?a|n\.a\.|not applicable|not app\.?|partial(?:ly)?|partly|in[- ]part|(?:fully |partially |non-?|not )?compli(?:ant|es|ed)|(?:full|partial|no) compliance|does not (?:comply|meet)|do(?:es)? comply|(?:fully |partially |not )?(?:meets?|met|supported|implemented|available|satisfied)|planned|in progress|standard|out of the box|ootb|custom(?:i[sz]ation|i[sz]ed|)?|config(?:uration|urable|ured)?|third[- ]party|3rd[- ]party|future(?: release)?|roadmap|exception|alternative|unknown|other|don['’]?t know|pass|fail(?:ed)?|agree|disagree|true|false)$/;

/** Whether the words above a column are an answer of their own: "Yes", "In part", "N/A". */
export const isOption = (header: string): boolean => OPTION.test(plain(header));

/** The options that a header names: "Compliant (Yes/No/Partial)", "Y/N". */
export function optionsIn(header: string): string[] {
  for (const [, within] of `${header} (${header})`.matchAll(/[([]([^()[\]]{2,80})[)\]]/g)) {
    const parts = within!.split(/\s*(?:\/(?!A\b)|,|\||;|\bor\b)\s*/i).map((part) => part.trim());
    const joined = parts.filter((part) => part !== '');
    if (joined.length >= 2 && joined.length <= 8 && joined.every(isOption)) return joined;
  }
  return [];
}

const PLACEHOLDER =
  /^(?:[[<({].{0,120}[\])>}]|[.…_\-–—\s]+|x{3,}|tb[dca]|to be (?:completed|confirmed|provided|filled in|determined)\b.*|(?:please )?(?:select|choose|pick|click|enter|insert|type|fill in)\b.{0,80}|please (?:provide|describe|add|state|explain)\b.{0,80}|not (?:started|verified|answered|assessed|reviewed|evaluated|selected)|unanswered|pending (?:response|answer|input)|(?:your|vendor['’]?s?|supplier['’]?s?|bidder['’]?s?) (?:answer|response|comments?|text)(?: here)?\.{0,3}|(?:answer|response) here\.{0,3}|n\.?n\.?)$/i;

/** Whether a cell says that something is to be put there, and nothing else. */
export const isPlaceholder = (text: string): boolean => PLACEHOLDER.test(text.trim());

/** "A1", "2.", "3.1.4", "REQ-12", "G-SM-A-1-1": what numbers a row. */
export const isCode = (text: string): boolean =>
  /^(?=[^\s]*\d)[\p{L}\d._()/#-]{1,24}$/u.test(text.trim()) || /^\p{L}[.)]?$/u.test(text.trim());

export const hasWords = (text: string): boolean => /\p{L}{3}/u.test(text);

export const wordsIn = (text: string): number =>
  text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;

const REQUEST =
  /^(?:(?:please|kindly) )?(?:describe|explain|provide|state|list|specify|detail|indicate|confirm|identify|outline|name|give|attach|enter|summari[sz]e|include|how|what|which|who|when|where|why|does|do|is|are|has|have|can|will|did)\b/i;

/** Whether a text asks for an answer by its own words. */
export const asks = (text: string): boolean =>
  /\?\s*\*?$/.test(text.trim()) || REQUEST.test(text.trim()) || /\b(?:shall|must)\b/i.test(text);

const FIELD =
  /^(?:(?:legal |full |company |organi[sz]ation(?:al)? |vendor |supplier |bidder |contact |primary |business |product |project |application |solution )*(?:names?|address(?:es)?|e-?mails?(?: address)?|phones?(?: numbers?)?|telephones?(?: numbers?)?|titles?|contacts?(?: persons?)?|web ?sites?|urls?|dates?|date completed|completed by|prepared by|signatures?|country|city|state|zip(?: code)?|postal code|registration numbers?|vat(?: number)?|duns(?: number)?|tax id|job title|position|department|version|company|vendor|supplier|bidder|organi[sz]ation|contributors?|team lead|headquarters|number of employees|year founded|parent company))\s*(?:\([^)]*\))?\s*[*:]*$/i;
const NO_FIELD =
  /^(?:notes?|instructions?|legend|examples?|purpose|important|disclaimer|introduction|overview|guidance|key|source|description|license|element|definitions?|total|sum|score|warning|caution|step \d+|table \d+|figure \d+)\s*:?$/i;

/** Whether a text with room beside it is a field to be filled in. */
export const isFieldLabel = (text: string): boolean => {
  const label = text.trim();
  if (label.length > 300 || !hasWords(label) || NO_FIELD.test(label)) return false;
  return /[:?]\s*\*?$/.test(label) || FIELD.test(label) || (wordsIn(label) > 2 && REQUEST.test(label));
};
