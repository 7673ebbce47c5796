import type { Span } from '../types.js';
import type { Line } from './lines.js';

/** Metadata at the top of a Markdown file, as Jekyll, Hugo and others write it. */
export interface FrontMatter {
  /** How many lines it takes, with those that mark it. */
  lines: number;
  /** Where the value of its title stands; null where it has none. */
  title: Span | null;
}

const MOST_LINES = 500;
/** What marks the metadata (YAML, TOML), and a line of it: a key with a value, an item, what hangs on those, a comment. */
const KINDS = [
  { open: /^---[ \t]*$/, close: /^(?:---|\.\.\.)[ \t]*$/, key: /^["']?[\w.-]{1,80}["']?[ \t]*:(?:[ \t]|$)/ },
  {
    open: /^\+\+\+[ \t]*$/,
    close: /^\+\+\+[ \t]*$/,
    key: /^(?:["']?[\w.-]{1,80}["']?[ \t]*=|\[{1,2}[\w. -]{1,80}\])/,
  },
];
const GOES_ON = /^(?:\s|-[ \t]|-$|#|[\]})])|^$/;
const TITLE = /^["']?title["']?[ \t]*[:=][ \t]*(["']?)(.*?)\1[ \t]*$/i;

/** Reads the metadata that a Markdown file begins with; null where it begins with its text. */
export function frontMatterOf(lines: Line[]): FrontMatter | null {
  const first = lines.findIndex(({ blank }) => !blank);
  const kind = KINDS.find(({ open }) => first >= 0 && open.test(lines[first]!.text));
  if (!kind) return null;
  let title: Span | null = null;
  let hasKey = false;
  for (let at = first + 1; at < Math.min(lines.length, first + MOST_LINES); at++) {
    const { text, start } = lines[at]!;
    if (kind.close.test(text)) return hasKey ? { lines: at + 1, title } : null;
    if (kind.key.test(text)) {
      hasKey = true;
      title ??= titleOf(text, start);
    } else if (!GOES_ON.test(text)) return null;
  }
  return null;
}

function titleOf(text: string, start: number): Span | null {
  const value = text.length < 1000 ? TITLE.exec(text)?.[2] : undefined;
  if (!value || /^[[{|>&*]/.test(value)) return null;
  const at = start + text.lastIndexOf(value);
  return { start: at, end: at + value.length };
}
