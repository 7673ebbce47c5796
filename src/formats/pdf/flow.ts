import type { Hyphens } from '../text/hyphens.js';
import { type Marker, markerOf, runsIntoNumber } from '../text/markers.js';
import { endsSentence } from '../text/shape.js';
import type { Line } from './geometry.js';

/** What the whole document tells about its lines. */
export interface Setting {
  /** Size of running text. */
  body: number;
  /** Usual distance of baselines, in units of the type size. */
  leading: number;
  /** Mends words that were broken at the end of a line. */
  hyphens: Hyphens;
  /** Sizes that too much is set in for them to mark headings. */
  common: Set<number>;
}

/** Courier's "o" and dashes are bullets only where they stand apart from the text. */
export function markerOfLine(line: Line): Marker | null {
  const first = line.segments[0]!;
  if (line.segments.length > 1 && /^[o§vüØ]$/.test(first.text)) {
    return { kind: 'bullet', number: null, length: 2, depth: 0 };
  }
  return markerOf(line.text);
}

/** Where the text of an item starts, right of its marker. */
export function textStart(line: Line, marker: Marker | null): number {
  if (!marker) return line.x0;
  const second = line.segments[1];
  if (second && line.segments[0]!.text.length <= marker.length + 1) return second.x0;
  return line.x0 + ((line.x1 - line.x0) * marker.length) / Math.max(1, line.text.length);
}

const firstWord = (text: string) => {
  const space = text.indexOf(' ');
  return space < 0 ? text.length : space;
};

/** Whether the next line's first word would not have fit behind `line`, or a word goes on there: then the line was wrapped. */
export function isFull(line: Line, next: Line): boolean {
  if (/\p{L}{2}-$/u.test(line.text)) return true;
  const perChar = (line.x1 - line.x0) / Math.max(1, line.text.length);
  const needed = (Math.min(firstWord(next.text), 40) + 1) * (perChar || line.size * 0.45);
  return line.x1 + needed > line.right - line.size * 0.4;
}

/** A paragraph that is being read: its first and last line. */
export interface Open {
  first: Line;
  last: Line;
  lines: number;
  marker: Marker | null;
  heading: boolean;
  text: string;
}

/** No paragraph is longer; joining costs more the longer it gets. */
const MOST_LINES = 1000;

const isRule = (text: string) => /^[_\s.–—-]{3,}$/.test(text);

/** Whether `line` goes on with the paragraph, on the same page or over a page break. */
export function continues(open: Open, line: Line, marker: Marker | null, setting: Setting): boolean {
  const { last } = open;
  if (line.upright !== last.upright || open.lines >= MOST_LINES) return false;
  // An answer is no part of its question.
  if (line.entered !== last.entered) return false;
  // Rules to write on belong to the label above them; what stands below them is the next thing.
  if (isRule(line.text)) return /_{3}\W*$/.test(last.text) && line.page - last.page <= 1;
  if (/_{3}\W*$/.test(last.text))
    return /^\p{Ll}/u.test(line.text) && !isRule(last.text) && line.page === last.page;
  if (Math.abs(line.size - last.size) > last.size * 0.12 || (line.labelled && !open.marker)) return false;
  const inReference = marker?.kind === 'number' && runsIntoNumber(open.text) && isFull(last, line);
  if (marker && !inReference) return false;
  return line.page === last.page && line.y >= last.y
    ? goesOnBelow(open, line, setting)
    : goesOnOver(open, line);
}

function goesOnBelow(open: Open, line: Line, setting: Setting): boolean {
  const { first, last } = open;
  const gap = (line.y - last.y) / line.size;
  // Form labels and answers are set far apart; wrapped lines never are.
  if (gap > Math.max(setting.leading * 1.32, 1.35) || gap > 2.6) return false;
  const hanging = textStart(first, open.marker);
  if (open.marker) {
    // Text left of the marker has left the list.
    if (line.x0 < first.x0 - line.size * 0.5) return false;
    if (
      open.lines === 1 &&
      line.x0 < hanging - line.size &&
      Math.abs(line.x0 - first.x0) > line.size * 0.5 &&
      endsSentence(last.text)
    )
      return false;
  }
  if (open.heading || (last.bold && open.lines === 1 && !line.bold && endsSentence(last.text))) {
    if (line.bold !== last.bold || endsSentence(last.text)) return false;
    const below = open.marker !== null && Math.abs(line.x0 - hanging) < line.size * 0.6;
    return (
      isFull(last, line) || isCentered(last, line) || below || (open.heading && /^\p{Ll}/u.test(line.text))
    );
  }
  if (line.bold !== last.bold && !isFull(last, line)) return false;
  if (line.mark !== null && line.mark === last.mark && line.tag !== 'Span' && isFull(last, line)) return true;
  if (isFull(last, line)) {
    // A first line that is set in starts a paragraph of its own.
    const indented = line.x0 > last.x0 + line.size * 1.2 && !open.marker && open.lines > 1;
    return !(indented && endsSentence(last.text));
  }
  if (endsSentence(last.text) || Math.abs(line.x0 - hanging) > line.size * 3) return false;
  // Ragged lines end early; an unfinished one of some length is no line of its own.
  const wide = last.x1 - last.x0 > (last.right - last.x0) * 0.75 && gap < setting.leading * 1.15;
  return /^\p{Ll}/u.test(line.text) || (wide && last.segments.length === 1 && line.segments.length === 1);
}

/** Titles set in the middle of the page are broken by hand. */
const isCentered = (last: Line, line: Line) =>
  line.size > 15 &&
  (Math.abs((last.x0 + last.x1) / 2 - (line.x0 + line.x1) / 2) < line.size ||
    Math.abs(line.x0 - last.x0) < 2);

/** Over a page or column break only the sentence tells: it has no end yet. */
function goesOnOver(open: Open, line: Line): boolean {
  const { last } = open;
  if (open.heading || endsSentence(last.text)) return false;
  if (line.bold !== last.bold) return false;
  return /^[\p{Ll}(\d$“"]/u.test(line.text)
    ? isFull(last, line) || /^\p{Ll}/u.test(line.text)
    : isFull(last, line);
}
