import type { Block, ExtractedDocument } from '../../formats/types.js';
import { isChoice } from './signals/form-field.js';

/** What a section of a tender is for; it decides how its sentences are read. */
export type SectionRole =
  | 'submission'
  | 'evaluation'
  | 'background'
  | 'definitions'
  | 'clauses'
  | 'standard-clause'
  | 'answered-questions'
  | 'questionnaire'
  | 'inquiry'
  | 'wanted'
  | 'buyers-part'
  | 'work';

export interface Section {
  title: string;
  level: number;
  role: SectionRole;
}

/** "FAR 52.217-8", "DFARS 252.204-7012": a clause that a regulation prescribes word for word. */
const CLAUSE_NUMBER =
  /\b(?:(?:d?far|gsa[rm]|hhsar|vaar|agar|aidar|dear|edar|nfs)s? ?\d{2,4}\.\d|\d?\d?52\.2\d\d-\d)/i;

// In order of precedence: "Evaluation Factors and Quote Submission Instructions" tells how to respond.
const TITLES: [SectionRole, RegExp][] = [
  [
    'answered-questions',
    /\b(?:(?:questions?|inquiries|enquiries|queries)\b.{0,30}\b(?:and|&|with)\b.{0,20}\b(?:answers?|responses?|replies)|q\s?(?:&|and|\\&)\s?a'?s?\b|(?:answers|responses) to (?:vendor |bidder |offeror |contractor |industry |submitted )?(?:questions|inquiries)|question and answer|clarifications? log)/i,
  ],
  [
    'definitions',
    /^(?:definitions?|glossary|acronyms?|abbreviations|terminology|definition of terms|list of (?:acronyms|abbreviations))\b|\b(?:definitions and|glossary of|and definitions|acronyms|of terms)\b/i,
  ],
  [
    'submission',
    /\b(?:instructions?|submission|submissions|submittal|submittals|how to (?:respond|apply|submit)|response format|proposal (?:format|contents?|requirements|preparation|response|organization)|format of (?:proposal|response|bid|tender)s?|(?:quote|quotation|bid|tender|offer|proposal) (?:preparation|contents?|due)|preparation of|contents? of (?:the )?(?:proposal|bid|tender|response)s?|required (?:documents|forms|contents?)|^your (?:response|proposal|submission|tender|bid|quote)$|conditions of tender(?:ing)?|(?:information|documents|items|materials|papers) (?:to be |required to be )?(?:submitted|provided|included|furnished|enclosed)|deadline|rfp checklist|checklist)\b/i,
  ],
  ['wanted', /\bmandatory (?:requirements|documents|criteria)\b/i],
  [
    'evaluation',
    /\b(?:evaluation|evaluating|evaluators?['’]?s?|award criteria|basis (?:of|for) award|scoring|score ?sheet|scorecard|how (?:we|(?:the )?\w+) (?:will )?(?:be )?(?:decided?|evaluated?|select(?:ed)?|chosen?|choose|judged?|assess(?:ed)?)|selection (?:process|criteria)|^(?:final |vendor |contractor |supplier |bidder )*selection$|method of (?:award|selection)|(?:official|internal|office|agency|bank|buyer|client|institution|authority|government|state|city|county|university|staff) use only|for (?:[\w’'-]+ ){1,3}use only|for (?:completion|use) by (?:the )?(?:bank|buyer|client|institution|authority|agency|city|county|state|university|evaluators?|reviewers?|procurement)|rating (?:scale|criteria)|award of (?:contract|the contract)|point (?:distribution|allocation)|(?:maximum|total|possible) (?:points|score)|\(?\d+ points)\b/i,
  ],
  [
    'buyers-part',
    /^(?:\W|\d)*(?:government|state|agency|city|county|client|customer|buyer|owner|bank|university|authority|district|department|purchaser)(?:['’]s)?[ -](?:roles? and )?(?:responsibilities|obligations|duties|furnished|provided)\b/i,
  ],
  [
    'standard-clause',
    new RegExp(
      `${CLAUSE_NUMBER.source}|\\bstandard (?:\\w+ ){0,3}(?:terms|provisions|clauses)\\b|\\bstandard (?:form )?(?:contract|agreement)\\b`,
      'i',
    ),
  ],
  [
    'clauses',
    /\b(?:clauses?|contract terms|provisions|terms (?:and|&) conditions|general conditions|special conditions|conditions of (?:(?:the )?contract|grant|award|funding|participation|purchase)|indemni|liability|termination|governing law|force majeure|warranties and representations|legal notices?)/i,
  ],
  [
    'questionnaire',
    /\b(?:questionnaire|method statements?|self-?assessment|rfi questions|information requested|questions? (?:for|to) (?:vendors?|industry|respondents?|bidders?|offerors?|be answered)|vendor (?:questions|profile|information)|(?:company|firm|vendor|offeror|bidder|supplier|respondent|corporate|organi[sz]ation(?:al)?) (?:profile|information|background|history|references|experience|qualifications?|overview|details)|business references|response (?:form|template)|(?:proposer|vendor|bidder|offeror|supplier|respondent)(?:['’]s)? responses?|^(?:(?!of |for |on |about |written |bidder|offeror|proposer|pre-)[\w&]+ ){0,3}questions$|capability questions|what we (?:would like|want|need|wish) to (?:learn|know)|information (?:sought|we seek|needed)|topics (?:of interest|to address)|reference form|general information form)\b/i,
  ],
  [
    'inquiry',
    /\b(?:request for information|rfi\b|sources sought|market (?:research|survey)|expressions? of interest)/i,
  ],
  [
    'background',
    /\b(?:background|introduction|purpose|overview|about (?:us|the)|history|problem|vision|current (?:state|environment|situation|system|prototype)|objectives?|executive summary|mission|disclaimer|notice to (?:bidders|offerors|vendors)|general information)\b/i,
  ],
  [
    'wanted',
    /\b(?:preferred|desired|desirable|nice to have|optional features|(?:mandatory|minimum|technical|functional|salient|specific|system|key) (?:requirements|specifications|qualifications|characteristics|features|capabilities)|specifications?|(?:exclusion|mandatory|minimum|eligibility|must|knock-?out|pass\/fail) criteria|salient characteristics|minimum qualifications|must haves?)\b/i,
  ],
  [
    'wanted',
    /^(?:\W|\d)*(?:(?:detailed |general |project )?scope(?: of [\w ]{3,30})?$|(?:specific |required |contract )?(?:tasks|deliverables|services|duties)\b|services (?:required|to be)|(?:contractor|vendor|supplier|consultant|provider)(?:['’]s)? (?:responsibilities|duties|tasks|obligations)|(?:[\w-]+ ){0,3}(?:requirements|standards)$)/i,
  ],
  ['work', /^(?:\W|\d)*(?:(?:statement of|performance) (?:work|objectives)|work statement)/i],
];

/** The level of a section that a row of a table names: below everything that the text around it names. */
export const LEVEL_OF_ROWS = 10;

/** What a heading promises, or null where it says nothing of it. */
export function roleOfTitle(title: string): SectionRole | null {
  return TITLES.find(([, pattern]) => pattern.test(title))?.[0] ?? null;
}

/** What an addendum replaces or adds, besides its answers. */
const CHANGES =
  /\b(?:revised|revisions?|amended|replacement|changes?|additions|modifications|acknowledge?ments?|forms?|instructions to (?:offerors|bidders))\b/i;

/** Follows the headings of a document, so that each block knows the section it stands in. */
export class SectionTracker {
  readonly #open: Section[] = [];

  /** @param overall the role of everything that no heading claims */
  constructor(private readonly overall: SectionRole) {}

  /** Takes a heading; sections of the same or a deeper level end there. */
  enter(title: string, stated: number): void {
    // "Section IV" and "Attachment B" hold what follows, whatever level their document gave them.
    const level =
      /^(?:part|volume|section|chapter|attachment|appendix|annex|exhibit)\s+(?:[IVX]+|[A-Z]|\d{1,2})\b(?!\.\d)/i.test(
        title,
      )
        ? 0
        : stated;
    while ((this.#open.at(-1)?.level ?? -1) >= level) this.#open.pop();
    const own = roleOfTitle(title);
    const inherited = this.#open.at(-1)?.role ?? this.overall;
    // What a whole paper is gives way to a title that says otherwise.
    const isChange =
      inherited === 'answered-questions'
        ? own !== inherited && CHANGES.test(title)
        : this.#open.length === 0 && this.overall === 'questionnaire' && own === 'clauses';
    this.#open.push({ title, level, role: isChange ? (own ?? 'work') : roleUnder(inherited, own) });
  }

  /** Leaves a clause that says where it ends; what follows belongs to the section around it. */
  endClause(): void {
    while (this.current && CLAUSE_NUMBER.test(this.current.title)) this.#open.pop();
  }

  /** Leaves a section that a row of a table named, with the table. */
  endRows(): void {
    while (this.current?.level === LEVEL_OF_ROWS) this.#open.pop();
  }

  get current(): Section | null {
    return this.#open.at(-1) ?? null;
  }

  get role(): SectionRole {
    return this.current?.role ?? this.overall;
  }
}

/** A heading inside an evaluators' form or a set of clauses does not change whom the form is for. */
function roleUnder(inherited: SectionRole, own: SectionRole | null): SectionRole {
  if (inherited === 'answered-questions') return inherited;
  if (inherited === 'evaluation' && own !== 'submission' && own !== 'clauses' && own !== 'standard-clause')
    return inherited;
  if (inherited === 'standard-clause' && own !== 'submission' && own !== 'evaluation') return inherited;
  if (inherited === 'clauses' && (own === 'background' || own === 'wanted' || own === 'work'))
    return inherited;
  if (
    (inherited === 'questionnaire' || inherited === 'submission') &&
    (own === 'background' || own === 'wanted' || own === 'work' || own === 'clauses')
  )
    return inherited;
  return own ?? inherited;
}

/** The title of a heading without marks of emphasis and without the colon that leads into its text. */
export const titleOf = (block: Block) =>
  block.text
    .replace(/\s+/g, ' ')
    .replace(/^[*_#\s]+|[*_:\s]+$/g, '')
    .trim();

/** What kind of paper a whole document is, from its title and from what it is made of. */
export function overallRole(document: ExtractedDocument): SectionRole {
  const body = document.blocks.filter((block) => !block.furniture);
  const titles = body.slice(0, 6).filter((block) => block.text.length < 160);
  const opening = titles.map((block) => block.text).join('\n');
  if (
    /\b(?:evaluation|scoring|score|rating) (?:form|sheet|guide|worksheet)\b|\bscore ?(?:sheet|card)\b|\bevaluators?['’]?s? (?:form|guide|worksheet|score)/i.test(
      opening,
    )
  )
    return 'evaluation';
  // An addendum may have changes and forms besides: there a later heading speaks for its own part alone.
  if (body.slice(0, 3).some(({ text }) => text.length < 160 && roleOfTitle(text) === 'answered-questions'))
    return 'answered-questions';
  if (
    /\bquestionnaire\b|\bself-?assessment\b|\b(?:application|registration) form\b|\bdue diligence\b|\b(?:vendor|supplier|security|third[- ]party)\b.{0,30}\bassessment\b/i.test(
      opening,
    )
  )
    return 'questionnaire';
  const asking = body.filter((block) => block.text.trimEnd().endsWith('?') || isChoice(block.text)).length;
  if (body.length >= 8 && asking / body.length > 0.25) return 'questionnaire';
  return /\b(?:request for information|sources sought|expressions? of interest)\b/i.test(opening)
    ? 'inquiry'
    : 'work';
}
