/** What the columns of a question/answer sheet hold; column numbers are 0-based. */
export interface PairColumns {
  question: number;
  /** Verdict ("Yes", "Compliant"), answer and comments, in the order of the sheet. */
  answers: number[];
  /** Category, section or topic of the question. */
  sections: number[];
  /** Number or id of the question. */
  ids: number[];
}

/** Longer cells are no names of columns, but for a name with an instruction behind it. */
const LONGEST_NAME = 160;

// Each is tried on a name in lower case whose punctuation has become spaces.
const ID =
  /^(?:#|no|nr|num|number|id|ids|ref|item|index|sl no|s no|sr no|row|q|qid|serial)$|(?:^| )(?:#|id|ids|no|nr|num|number|ref|reference)$|^(?:id|no|ref|reference|number) /;
const QUESTION =
  /(?:^| )(?:questions?|query|queries|enquir(?:y|ies)|inquir(?:y|ies)|clarifications? (?:requested|sought)|requests? for (?:information|clarification)|prompts?)(?: |$)/;
const ASKED =
  /(?:^| )(?:requirements?|controls?(?: descriptions?| specifications?| statements?)?|criteri(?:a|on)|specifications?|features?|functionality|asks?)(?: |$)/;
/** What stands beside questions and says something about them, rather than asking. */
const ABOUT =
  /(?:^| )(?:type|category|categories|date|due|owner|author|priority|weight|weighting|score|points|status|format|instructions?|guidance|source|asked by|submitted by|mandatory|required|section|area|group|domain|topic|level|version)(?: |$)/;
const ANSWER = /(?:^| )(?:answers?|responses?|reply|replies|resolution)(?: |$)|^(?:a|ans|resp)$/;
const VERDICT =
  /^(?:y n|yes no|yes no na|yes no n a|compliance|compliant|comply|complies|compliance status|supported|met|fully partially not|in place|implemented)(?: |$)|(?:^| )(?:y n|yes no)(?: |$)/;
const COMMENT =
  /(?:^| )(?:comments?|remarks?|explanations?|details?|notes?|additional information|justifications?|evidence|elaborations?|supporting (?:information|documentation|evidence)|description of (?:compliance|solution|approach)|narrative)(?: |$)/;
const SECTION =
  /(?:^| )(?:sections?|categor(?:y|ies)|domains?|topics?|areas?|themes?|subjects?|groups?|chapters?|modules?|famil(?:y|ies)|headings?)(?: |$)/;

const plain = (name: string) =>
  name
    .toLowerCase()
    .replace(/['’]s\b/g, '')
    .replace(/[^\p{L}\p{N}#]+/gu, ' ')
    .trim();

/**
 * Reads a row as the names of the columns of a question/answer sheet.
 *
 * @param cells the texts of the row, by column
 * @returns null where no column is for questions, or none for answers
 */
export function pairColumns(cells: readonly string[]): PairColumns | null {
  const names = cells.map((cell) => (cell.trim().length > LONGEST_NAME ? '' : plain(cell)));
  if (names.filter((name) => name !== '').length < 2) return null;
  const question = questionColumn(names);
  if (question < 0) return null;
  const others = names.map((name, column) => (column === question ? '' : name));
  const where = (test: (name: string) => boolean) =>
    others.flatMap((name, column) => (name !== '' && test(name) ? [column] : []));

  const answers = where(
    (name) => VERDICT.test(name) || (ANSWER.test(name) && !ABOUT.test(name) && !ID.test(name)),
  );
  const isSheetOfQuestions = QUESTION.test(names[question]!);
  const comments = where((name) => COMMENT.test(name) && !ABOUT.test(name));
  if (answers.length === 0 && !(isSheetOfQuestions && comments.length > 0)) return null;
  return {
    question,
    answers: [...new Set([...answers, ...comments])].sort((a, b) => a - b),
    sections: where((name) => SECTION.test(name) && !ID.test(name) && !ANSWER.test(name)),
    ids: where((name) => ID.test(name)),
  };
}

/** "Question" before "Requirement"; neither "Question no." nor "Question type", nor "Response to the question". */
function questionColumn(names: string[]): number {
  const isAsked = (name: string) =>
    !ID.test(name) && !ABOUT.test(name) && !ANSWER.test(name) && !VERDICT.test(name);
  const first = names.findIndex((name) => QUESTION.test(name) && isAsked(name));
  return first >= 0 ? first : names.findIndex((name) => ASKED.test(name) && isAsked(name));
}
