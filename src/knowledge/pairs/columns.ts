import type { Speaker } from '../voice/index.js';
import { meaningOf, verdictOf, wordOf } from './verdict.js';

/** What the columns of a question/answer sheet hold; column numbers are 0-based. */
export interface PairColumns {
  question: number;
  /** Verdict ("Yes", "Compliant"), answer and comments, in the order of the sheet. */
  answers: number[];
  /** Those of them whose names are verdicts, or ask for one: their cells may be codes. */
  verdicts: number[];
  /** Columns one of which is marked in each row, with what the mark says. */
  marks: ReadonlyMap<number, string>;
  /** Category, section or topic of the question. */
  sections: number[];
  /** Number or id of the question. */
  ids: number[];
  /** Whether a column is named as one of answers. */
  answered: boolean;
  /** Whether questions are asked, rather than requirements made. */
  asks: boolean;
  /** Whether what is asked is in a buyer's words: a feature or a control may be in ours. */
  demands: boolean;
  /** Who answers: we do, unless the names say that a buyer answers what bidders asked. */
  speaker: Speaker;
}

/** Longer cells are no names of columns, but for a name with an instruction behind it. */
const LONGEST_NAME = 160;

// Each is tried on a name in lower case whose punctuation has become spaces.
const ID =
  /^(?:#|no|n|nr|num|number|id|ids|ref|item|index|sl no|s no|sr no|row|q|qid|serial)$|(?:^| )(?:#|id|ids|no|nr|num|number|ref|reference)$|^(?:id|no|ref|reference|number) /;
const QUESTION =
  /(?:^| )(?:questions?|query|queries|enquir(?:y|ies)|inquir(?:y|ies)|clarifications? (?:requested|sought)|requests? for (?:information|clarification)|prompts?|fragen?|preguntas?|domand[ae]|vra(?:ag|gen)|perguntas?)(?: |$)/;
const ASKED =
  /(?:^| )(?:requirements?|controls?(?: descriptions?| specifications?| statements?)?|criteri(?:a|on)|specifications?|features?|functionality|asks?|anforderung(?:en)?|kriteri(?:um|en)|exigences?|critères?|requisit[oi]s?|criterios?|criteri|eis(?:en)?)(?: |$)/;
const REQUIRED = /(?:^| )(?:requirements?|anforderung(?:en)?|exigences?|requisit[oi]s?|eis(?:en)?)(?: |$)/;
/** Of these, what a buyer words; a feature, a control or a specification may be our own. */
const DEMANDED =
  /(?:^| )(?:requirements?|criteri(?:a|on)|anforderung(?:en)?|exigences?|requisit[oi]s?|eis(?:en)?)(?: |$)/;
/** What whoever asks would like to read, or says to those who fill in or judge: no answer. */
const WISHED =
  /(?:^| )(?:compliant (?:responses?|answers?)|expected|desired|preferred|ideal|acceptable|correct|required (?:responses?|answers?)|recommended (?:responses?|answers?)|sample|example|model (?:responses?|answers?)|suggested|target|minimum (?:responses?|answers?)|possible|allowed|valid|options?|guidance|instructions?|hints?|help|scoring|scores?|weight\w*|points|analysts?|assessors?|reviewers?|evaluators?|evaluation|auditors?|internal use|overrides?|follow up|buyer|purchaser|csc|customer (?:responsibilit(?:y|ies)|notes?|comments?)|responsibilit(?:y|ies)|ownership|types?|formats?|erwartet\w*|beispiel\w*|attendue?s?|exemple|esperad[ao])(?: |$)/;
const OF_BUYER =
  /(?:^| )(?:government|agency|authority|buyer|purchaser|client|customer|state|city|county|department|employer|council|ministry|university|gsa)s? (?:answers?|responses?|reply|replies|clarifications?)(?: |$)/;
const OF_BIDDERS =
  /(?:^| )(?:bidder|vendor|offeror|tenderer|supplier|proponent|contractor|respondent)s? (?:questions?|query|queries|enquir(?:y|ies)|inquir(?:y|ies)|clarifications?)(?: |$)/;
/** What stands beside questions and says something about them, rather than asking. */
const ABOUT =
  /(?:^| )(?:type|category|categories|date|due|owner|author|priority|weight|weighting|score|points|status|format|instructions?|guidance|source|asked by|submitted by|mandatory|required|section|area|group|domain|topic|level|version|reasons?|rationale|purpose|why)(?: |$)/;
const ANSWER =
  /(?:^| )(?:answers?|responses?|reply|replies|resolution|how (?:we|it is|this is|you) (?:meet|met|comply|implement(?:ed)?)|our (?:solution|approach|statement|position)|antwort(?:en)?|réponses?|respuestas?|rispost[ae]|antwoord(?:en)?|respostas?)(?: |$)|^(?:a|ans|resp)$/;
const VERDICT =
  /^(?:y n|yes no|yes no na|yes no n a|compliance|compliant|comply|complies|compliance status|supported|met|fully partially not|in place|implemented|conformance(?: level)?|conformity|ja nein|oui non|s[íi] no|erfüllt|conformité|cumplimiento|cumple)(?: |$)|(?:^| )(?:y n|yes no|compliance|compliant|y n p|f p n|c nc)(?: |$)/;
const COMMENT =
  /^if (?:yes|no|not|so|partial\w*) |(?:^| )(?:explain|elaborate|comments?|remarks?|explanations?|details?|notes?|additional information|justifications?|evidence|elaborations?|supporting (?:information|documentation|evidence)|descriptions? of (?:compliance|solution|approach|implementation)|(?:implementation|solution|compliance|response) (?:descriptions?|statements?|details?|summary)|(?:csp|vendor|supplier|provider) descriptions?|clarifications?|narrative|bemerkung(?:en)?|kommentare?|anmerkung(?:en)?|erläuterung(?:en)?|begründung|commentaires?|remarques?|précisions?|observaciones|comentarios?|observações|osservazioni|note|commenti|opmerking(?:en)?|toelichting)(?: |$)/;
/** What a column of codes is named, under a name that says whose they are. */
const CODED = /^(?:codes?|status|ratings?|scores?|grades?|levels?|verdict|fit|bewertung|statut|estado)$/;
const SECTION =
  /(?:^| )(?:sections?|categor(?:y|ies)|domains?|topics?|areas?|themes?|subjects?|groups?|chapters?|modules?|famil(?:y|ies)|headings?)(?: |$)/;

/** Of a cell that goes on with an instruction, the first words. */
const WORDS_OF_A_NAME = 8;

const nameIn = (cell: string) => {
  if (cell.trim().length > LONGEST_NAME) return '';
  const words = cell.trim().split(/\s+/);
  return plain(words.length > WORDS_OF_A_NAME ? words.slice(0, 4).join(' ') : cell);
};

const plain = (name: string) =>
  name
    .toLowerCase()
    .replace(/['’]s\b/g, '')
    .replace(/[^\p{L}\p{N}#]+/gu, ' ')
    .trim();

/**
 * Reads the names of columns as those of a question/answer sheet.
 *
 * @param cells the names, by column; of a header over two rows both together
 * @param leaves what stands lowest in each: "Yes" under "Response"
 * @returns null where no column is for questions, or none for answers
 */
export function pairColumns(cells: readonly string[], leaves?: readonly string[]): PairColumns | null {
  const columns = askingColumns(cells, leaves);
  return columns?.answered ? columns : null;
}

/** The same of a sheet that need not name a column of answers: codes may stand in any, and nobody may have answered. */
export function askingColumns(
  cells: readonly string[],
  leaves: readonly string[] = cells,
): PairColumns | null {
  const names = cells.map(nameIn);
  if (names.filter((name) => name !== '').length < 2) return null;
  const marks = markedNames(leaves);
  const question = questionColumn(names, marks);
  if (question < 0) return null;
  const others = names.map((name, column) => (column === question || marks.has(column) ? '' : name));
  const where = (test: (name: string) => boolean) =>
    others.flatMap((name, column) => (name !== '' && test(name) ? [column] : []));
  // What stands in brackets tells how to answer: "(recommended)", "(see guidance)".
  const isWished = (column: number) => WISHED.test(plain(cells[column]!.replace(/\([^)]*\)/g, '')));

  const isAnswer = (name: string) => ANSWER.test(name) && !ABOUT.test(name) && !ID.test(name);
  const verdicts = where((name) => VERDICT.test(name)).filter((column) => !isWished(column));
  const answers = where((name) => VERDICT.test(name) || isAnswer(name)).filter((column) => !isWished(column));
  const asks = QUESTION.test(names[question]!);
  const comments = where((name) => COMMENT.test(name) && !ABOUT.test(name)).filter(
    (column) => !isWished(column),
  );
  const isOfBuyer =
    OF_BIDDERS.test(names[question]!) || answers.some((column) => OF_BUYER.test(names[column]!));
  return {
    question,
    answers: [...new Set([...answers, ...comments])].sort((a, b) => a - b),
    verdicts,
    marks,
    sections: where((name) => SECTION.test(name) && !ID.test(name) && !ANSWER.test(name)),
    ids: where((name) => ID.test(name)),
    answered: answers.length > 0 || marks.size > 0 || (asks && comments.length > 0),
    asks,
    demands: asks || DEMANDED.test(names[question]!),
    speaker: isOfBuyer ? 'BUYER' : 'US',
  };
}

/** Whether a cell is a name that columns of answers bear, and nothing that answers. */
export function isColumnName(cell: string): boolean {
  const name = plain(cell);
  if (name === '' || cell.trim().length > 60 || /[.?!]$/.test(cell.trim())) return false;
  return (
    verdictOf(cell) !== null ||
    CODED.test(name) ||
    ANSWER.test(name) ||
    COMMENT.test(name) ||
    VERDICT.test(name) ||
    WISHED.test(name)
  );
}

/** "Compliant response" and "Compliant override" are written in, not marked. */
const UNMARKED =
  /(?:^| )(?:responses?|answers?|override|importance|negotiable|comments?|remarks?|notes?|date|by|points|evidence|descriptions?|details|requirements?)(?: |$)/;

/** Yes and No, or Fully, Partly and Not, each as a column of its own. */
function markedNames(leaves: readonly string[]): Map<number, string> {
  const first = leaves.findIndex((name) => name !== '');
  const marks = leaves.flatMap((name, column) => {
    // "No" and "N°" head the numbers.
    const isOther = (column === first && ID.test(plain(name))) || UNMARKED.test(plain(name));
    const kind = isOther ? null : meaningOf(name);
    return kind === null ? [] : [{ column, kind, word: wordOf(name) }];
  });
  const kinds = new Set(marks.map(({ kind }) => kind));
  const isScale = kinds.size > 1 && (kinds.has('yes') || kinds.has('partial')) && !kinds.has('other');
  const hasOther = kinds.has('yes') && (kinds.has('no') || kinds.has('partial'));
  return new Map(isScale || hasOther ? marks.map(({ column, word }) => [column, word]) : []);
}

/** "Question" before "Requirement"; neither "Question no." nor "Question type", nor "Response to the question". */
function questionColumn(names: string[], marks: ReadonlyMap<number, string>): number {
  const isAsked = (name: string) =>
    !ID.test(name) && !ABOUT.test(name) && !ANSWER.test(name) && !VERDICT.test(name);
  const first = names.findIndex((name) => QUESTION.test(name) && isAsked(name));
  if (first >= 0) return first;
  // "Criterion" may be the category of a "Requirement".
  const required = names.findIndex((name) => REQUIRED.test(name) && isAsked(name));
  if (required >= 0) return required;
  const asked = names.findIndex((name) => ASKED.test(name) && isAsked(name));
  if (asked >= 0 || marks.size === 0) return asked;
  // Beside marked columns whatever stands last before them: "Item", "Function".
  const before = names.slice(0, Math.min(...marks.keys()));
  return before.findLastIndex((name) => name !== '' && !ABOUT.test(name) && !SECTION.test(name));
}
