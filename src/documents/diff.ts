import { diffWordsWithSpace } from 'diff';
import { type LineChange, lineChanges } from './line-changes.js';

// Pure but for the clock: what changed between two texts, for people to read.

export interface DiffSpan {
  /** Whether it stands in both texts, or in this one only. */
  kind: 'same' | 'changed';
  text: string;
}

export interface DiffLine {
  kind: 'context' | 'removed' | 'added';
  text: string;
  /** The line in pieces, where it was compared word by word with its counterpart; otherwise one piece. */
  spans: DiffSpan[];
}

export interface DiffHunk {
  kind: 'added' | 'removed' | 'changed';
  /** The first line of the hunk in each text, from 1; where it has none there, the one that would follow. */
  oldStart: number;
  newStart: number;
  lines: DiffLine[];
}

export interface TextDiff {
  hunks: DiffHunk[];
  linesAdded: number;
  linesRemoved: number;
  /** The texts were too different to be compared line by line in time: what changed shows as one block. */
  coarse: boolean;
  /** There are more changes than are shown. */
  truncated: boolean;
}

const LINES_MS = 300;
const WORDS_MS = 300;
const CONTEXT = 3;
const LONGEST_LINE = 5_000;
/** Lines of all hunks together. */
const MOST_LINES = 5_000;

/** Compares two texts, in less than a second whatever they are. */
export function diffTexts(before: string, after: string): TextDiff {
  const { changes, coarse } = lineChanges(before, after, LINES_MS);
  const count = (kind: LineChange['kind']) =>
    changes.reduce((sum, change) => sum + (change.kind === kind ? change.lines.length : 0), 0);
  const { hunks, truncated } = hunksOf(changes);
  return { hunks, linesAdded: count('added'), linesRemoved: count('removed'), coarse, truncated };
}

function hunksOf(changes: LineChange[]): { hunks: DiffHunk[]; truncated: boolean } {
  const hunks: DiffHunk[] = [];
  const deadline = performance.now() + WORDS_MS;
  let [oldLine, newLine, shown] = [1, 1, 0];
  let hunk: DiffHunk | null = null;
  for (const [index, change] of changes.entries()) {
    const isLast = index === changes.length - 1;
    if (change.kind === 'same') {
      const { length } = change.lines;
      if (hunk && (length > 2 * CONTEXT || isLast)) {
        hunk.lines.push(...change.lines.slice(0, CONTEXT).map(context));
        hunk = null;
      } else hunk?.lines.push(...change.lines.map(context));
      oldLine += length;
      newLine += length;
      if (!hunk && shown >= MOST_LINES && !isLast) return { hunks: hunks.map(named), truncated: true };
      continue;
    }
    if (!hunk) {
      const lead = changes[index - 1]?.lines.slice(-CONTEXT) ?? [];
      hunk = {
        kind: 'changed',
        oldStart: oldLine - lead.length,
        newStart: newLine - lead.length,
        lines: lead.map(context),
      };
      hunks.push(hunk);
    }
    const lines = changedLines(change, changes[index - 1], changes[index + 1], deadline);
    const room = Math.max(MOST_LINES - shown, 0);
    hunk.lines.push(...lines.slice(0, room));
    shown += lines.length;
    if (lines.length > room) return { hunks: hunks.map(named), truncated: true };
    if (change.kind === 'removed') oldLine += lines.length;
    else newLine += lines.length;
  }
  return { hunks: hunks.map(named), truncated: false };
}

const context = (text: string): DiffLine => ({ kind: 'context', text, spans: [{ kind: 'same', text }] });

function named(hunk: DiffHunk): DiffHunk {
  const has = (kind: DiffLine['kind']) => hunk.lines.some((line) => line.kind === kind);
  const kind = has('added') && has('removed') ? 'changed' : has('added') ? 'added' : 'removed';
  return { ...hunk, kind };
}

/** The lines of a change; those that were removed and added in one place are compared word by word, in order. */
function changedLines(
  { kind, lines }: LineChange,
  before: LineChange | undefined,
  after: LineChange | undefined,
  deadline: number,
): DiffLine[] {
  const other = kind === 'removed' ? after : before;
  const counterparts = other && other.kind !== 'same' && other.kind !== kind ? other.lines : [];
  return lines.map((text, index) => {
    const counterpart = counterparts[index];
    const spans = counterpart === undefined ? null : spansOf(text, counterpart, deadline);
    return { kind: kind as 'added' | 'removed', text, spans: spans ?? [{ kind: 'changed', text }] };
  });
}

/** A line in pieces against its counterpart; null where the two have too little in common, or time is up. */
function spansOf(text: string, other: string, deadline: number): DiffSpan[] | null {
  const timeout = deadline - performance.now();
  if (timeout <= 0 || Math.max(text.length, other.length) > LONGEST_LINE) return null;
  const parts = diffWordsWithSpace(other, text, { timeout });
  if (!parts) return null;
  const spans = parts
    .filter(({ removed }) => !removed)
    .map(({ value, added }): DiffSpan => ({ kind: added ? 'changed' : 'same', text: value }));
  const kept = spans.reduce((sum, span) => sum + (span.kind === 'same' ? span.text.trim().length : 0), 0);
  return kept * 4 >= text.trim().length ? spans : null;
}

/** The diff in the unified format of GNU diff, without file names. */
export function unifiedText({ hunks }: TextDiff): string {
  const signs = { context: ' ', removed: '-', added: '+' };
  return hunks
    .flatMap(({ oldStart, newStart, lines }) => {
      const size = (without: DiffLine['kind']) => lines.filter(({ kind }) => kind !== without).length;
      const range = (start: number, length: number) =>
        length === 1 ? `${start}` : `${length ? start : start - 1},${length}`;
      return [
        `@@ -${range(oldStart, size('added'))} +${range(newStart, size('removed'))} @@`,
        ...lines.map(({ kind, text }) => signs[kind] + text),
      ];
    })
    .join('\n');
}
