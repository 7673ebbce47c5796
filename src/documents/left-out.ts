/** What a reader can leave out, and how that is said of `count` of them. */
const MESSAGES = {
  COMMENTS: (count: number) =>
    `${counted(count, 'comment was', 'comments were')} not read: they speak about the document and are no part of it.`,
  HIDDEN_LAYER: (count: number) =>
    `${counted(count, 'line', 'lines')} on a layer that is switched off ${count === 1 ? 'was' : 'were'} not read.`,
  HIDDEN_TEXT: (count: number) =>
    `${counted(count, 'line that nobody sees was', 'lines that nobody sees were')} not read: invisible, in the color of the page, tiny, or beyond its edges.`,
  UNREADABLE_TEXT: (count: number) =>
    `The text of ${counted(count, 'page', 'pages')} could not be read: its fonts do not say which letters they show. Print the file to a new PDF, or scan it, and upload that.`,
  FORM_FIELDS: (count: number) =>
    `${counted(count, 'form field was', 'form fields were')} not read: hidden, a password, or without a readable value.`,
  XFA_FORM: () =>
    'The form in this PDF (XFA) is drawn by Adobe’s programs alone, and was not read. Open it there, print it to a new PDF and upload that.',
  EMBEDDED_FILES: (count: number) =>
    `${counted(count, 'file inside it was', 'files inside it were')} not read. Upload what matters by itself.`,
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
