/** The number or bullet before an item: "3.2.1", "(a)", "b.", "Q12:", "•". */
export interface Marker {
  /** Literal, as a reader sees it ("(a)", "b.", "3.2.1"); null for a mere bullet. */
  number: string | null;
  /** Characters up to the text of the item, white space included. */
  length: number;
}

const BULLET = /^\s*(?:>\s*)?(?:[•●○▪◦■◾➢❖§·*+–—-]|o(?=\s{2}))\s+/;
const NUMBER =
  /^\s*(?:>\s*)?(\((?:\d{1,3}|[a-z]{1,2}|[ivx]{1,5})\)|(?:Q|Question|Item|Req|R)\s?[-.#]?\s?\d{1,3}(?:\.\d{1,3})*|\d{1,3}(?:\.\d{1,3}){0,5}|[a-z]|[ivx]{1,5})([.):]?)\s+/i;

/** A code such as "B2", "F-001" or "SEC-3.1" before a capital; "A4 paper" is none. */
const CODE = /^\s*([A-Z]{1,5}-\d{1,4}(?:\.\d{1,3})*|[A-Z]\d{1,3}(?:\.\d{1,3})*)[.:)]?\s+(?=\p{Lu}|\d+ )/u;

/** What a number may carry: emphasis and the grade of a requirement ("**3.1.2 (M)** Describe …"). */
const EMPHASIS = /^\s*(?:\*\*|__)(?=\S)/;
const GRADE =
  /^[([](?:M|S|D|O|R|E|MR|DR|mandatory|scored|rated|desirable|desired|required|optional)[)\]][.:]?(?:\*\*|__)?\s+/;
const LONE_GRADE =
  /^\s*[([](?:M|S|MR|DR|mandatory|scored|rated|desirable|desired|required|optional)[)\]][.:]?(?:\*\*|__)?\s+(?=\p{Lu})/iu;

/** The marker at the start of an item's text, or null where it has none. */
export function leadingMarker(text: string): Marker | null {
  const lead = EMPHASIS.exec(text)?.[0].length ?? 0;
  const marker = plainMarker(text.slice(lead, lead + 100));
  const length = lead + (marker?.length ?? 0);
  const grade = (marker ? GRADE : LONE_GRADE).exec(text.slice(length, length + 40));
  if (lead > 0 && !grade) return null;
  return grade ? { number: marker?.number ?? null, length: length + grade[0].length } : marker;
}

function plainMarker(text: string): Marker | null {
  const bullet = BULLET.exec(text.slice(0, 40));
  if (bullet) return { number: null, length: bullet[0].length };
  const code = CODE.exec(text.slice(0, 60));
  if (code) return { number: code[1]!, length: code[0].length };
  const match = NUMBER.exec(text.slice(0, 60));
  if (!match) return null;
  const [whole, number, closer] = match as unknown as [string, string, string];
  // A bare number or letter is a marker only when punctuated ("1.", "a)") or dotted ("3.2"): "2 signal splitters".
  const rest = text.slice(whole.length, whole.length + 20);
  const dotted = /^\d+\.\d/.test(number) && (/^[A-Z"“]/.test(rest) || GRADE.test(rest));
  if (!closer && !number.startsWith('(') && !dotted && !/^(?:Q|R)\w*\s?[-.#]?\s?\d/i.test(number))
    return null;
  return {
    number: number.startsWith('(') || !/^[.)]$/.test(closer) ? number : number + closer,
    length: whole.length,
  };
}

interface Candidate {
  at: number;
  style: string;
  values: number[];
  opens: boolean;
  follows: boolean;
}

const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii'];
const CANDIDATE = /(^|\s)(\(?)(\d{1,2}|[a-z]|[ivx]{2,4})([.)])(?=\s+\S)/gi;

function candidates(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (const match of text.matchAll(CANDIDATE)) {
    const [, space, open, label, close] = match as unknown as [string, string, string, string, string];
    if (open && close === '.') continue;
    const at = match.index + space.length;
    const lower = label.toLowerCase();
    const before = text.slice(Math.max(0, match.index - 12), match.index).trimEnd();
    const opens = before === '' || /[:.;?]$/.test(before) || /following$/.test(before);
    const next = text
      .slice(at + open.length + label.length + 1, at + open.length + label.length + 4)
      .trimStart();
    const follows = opens || /[,)]$/.test(before) || /\b(?:and|or)$/.test(before) || /^\p{Lu}/u.test(next);
    const values = /\d/.test(label) ? [Number(label)] : [];
    if (ROMAN.includes(lower)) values.push(100 + ROMAN.indexOf(lower));
    if (lower.length === 1 && /[a-z]/.test(lower)) values.push(200 + lower.charCodeAt(0) - 97);
    const style = `${open}${label === lower ? 'x' : 'X'}${close}`;
    found.push({ at, style, values, opens, follows });
  }
  return found;
}

const FIRST = new Set([1, 100, 200]);

/**
 * Where the items of enumerations inside a text begin ("…the following: a. … b. … c. …"). A sequence counts when its
 * first item opens after a stem or a sentence, and a second one follows in order; "(1) … or (2) …" in mid-sentence
 * is left whole.
 *
 * @returns offsets in `text`, ascending
 */
export function inlineItemStarts(text: string): number[] {
  const starts = new Set<number>();
  // What each open sequence expects next: at most one a style and value, so the work stays linear.
  const open = new Map<string, { first: number | null }>();
  for (const candidate of candidates(text)) {
    for (const value of candidate.values) {
      const expected = open.get(`${candidate.style}${value}`);
      if (expected && candidate.follows) {
        if (expected.first !== null) starts.add(expected.first);
        starts.add(candidate.at);
        open.delete(`${candidate.style}${value}`);
        open.set(`${candidate.style}${value + 1}`, { first: null });
        break;
      }
    }
    if (starts.has(candidate.at) || !candidate.opens) continue;
    const first = candidate.values.find((value) => FIRST.has(value));
    if (first !== undefined) {
      for (const value of candidate.values) {
        if (FIRST.has(value)) open.set(`${candidate.style}${value + 1}`, { first: candidate.at });
      }
    }
  }
  return [...starts].sort((a, b) => a - b);
}
