/** What a reader can leave out, and how that is said of `count` of them. */
const MESSAGES = {
  COMMENTS: (count: number) =>
    `${counted(count, 'comment was', 'comments were')} not read: they speak about the document and are no part of it.`,
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
