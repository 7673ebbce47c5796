/** What a reader can leave out, and how that is said of `count` of them. */
const MESSAGES = {
  COMMENTS: (count: number) =>
    `${counted(count, 'comment was', 'comments were')} not read: they speak about the document and are no part of it.`,
  DELETED_TEXT: (count: number) =>
    `${counted(count, 'passage', 'passages')} deleted under tracked changes ${were(count)} not read. Reject the deletions and upload the file again where they still hold.`,
  HIDDEN_TEXT: (count: number) =>
    `${counted(count, 'piece', 'pieces')} of text that nobody sees ${were(count)} not read: hidden, in the color of the page, tiny, or beyond its edges. Make it visible and upload the file again where it counts.`,
  HIDDEN_SHEETS: (count: number) =>
    `${counted(count, 'hidden sheet was', 'hidden sheets were')} not read. Show them and upload the workbook again where they count.`,
  EMBEDDED_FILES: (count: number) =>
    `${counted(count, 'embedded file or drawing was', 'embedded files and drawings were')} not read. Upload what counts of them by itself.`,
  PICTURES: (count: number) =>
    `${counted(count, 'picture was', 'pictures were')} not looked at: text in pictures is read only in PDFs that are scans, and in image files.`,
  FRONT_MATTER: () => 'The metadata at the top of the file (front matter) was not read as text.',
  MARKUP_COMMENTS: (count: number) =>
    `${counted(count, 'comment', 'comments')} in the source of the page ${were(count)} not read.`,
  HIDDEN_LAYER: (count: number) =>
    `${counted(count, 'line', 'lines')} on a layer that is switched off ${were(count)} not read.`,
  UNREADABLE_TEXT: (count: number) =>
    `The text of ${counted(count, 'page', 'pages')} could not be read: its fonts do not say which letters they show. Print the file to a new PDF, or scan it, and upload that.`,
  FORM_FIELDS: (count: number) =>
    `${counted(count, 'form field was', 'form fields were')} not read: hidden, a password, or without a readable value.`,
  XFA_FORM: () =>
    'The form in this PDF (XFA) is drawn by Adobe’s programs alone, and was not read. Open it there, print it to a new PDF and upload that.',
} as const;

/** A kind of content that a reader saw and did not read. */
export type LeftOutKind = keyof typeof MESSAGES;

export const LEFT_OUT_KINDS = Object.keys(MESSAGES) as LeftOutKind[];

// A type, not an interface: only types go into columns of JSON as they are.
/** Content of a file that was seen and not read. Each kind stands once. */
export type LeftOut = {
  kind: LeftOutKind;
  /** How many there are: at least 1. */
  count: number;
  /** For people: what was left out, and what to do where it matters. */
  message: string;
  /** The first page that has some, from 1; null where the format has no pages of its own. */
  page: number | null;
};

const were = (count: number) => (count === 1 ? 'was' : 'were');

const counted = (count: number, one: string, many: string) =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** Counts what is left out while a file is read. */
export class LeftOuts {
  readonly #found = new Map<LeftOutKind, { count: number; page: number | null }>();

  /** @param page from 1, where the format has pages */
  add(kind: LeftOutKind, page: number | null = null, count = 1) {
    if (count === 0) return;
    const before = this.#found.get(kind);
    this.#found.set(kind, { count: (before?.count ?? 0) + count, page: before?.page ?? page });
  }

  list(): LeftOut[] {
    return LEFT_OUT_KINDS.flatMap((kind) => {
      const found = this.#found.get(kind);
      return found ? [{ kind, ...found, message: MESSAGES[kind](found.count) }] : [];
    });
  }
}
