import { type Line, median, type Run, type Segment } from './geometry.js';

/** Puts runs on lines: same baseline within a third of the type size; sub- and superscripts join their line. */
export function linesOf(runs: Run[], page: number, upright = true): Line[] {
  const sorted = runs.filter((run) => run.text.trim() !== '').sort((a, b) => a.y - b.y || a.x0 - b.x0);
  const rows: Run[][] = [];
  let row: Run[] = [];
  let base: Run | null = null;
  for (const run of sorted) {
    if (base && run.y - base.y > Math.max(base.size, run.size) * 0.38) {
      rows.push(row);
      row = [];
      base = null;
    }
    row.push(run);
    // Small marks above the line must not set the baseline.
    if (!base || run.size > base.size * 1.2) base = run;
  }
  if (row.length > 0) rows.push(row);
  return rows.map((members) => lineOf(members, page, upright));
}

export function lineOf(runs: Run[], page: number, upright = true): Line {
  const ordered = [...runs].sort((a, b) => a.x0 - b.x0);
  const segments: Segment[] = [];
  for (const run of ordered) {
    const last = segments[segments.length - 1];
    const gap = last ? run.x0 - last.x1 : 0;
    if (!last || gap > run.size * 1.15) {
      segments.push({ text: run.text, x0: run.x0, x1: run.x1, runs: [run] });
      continue;
    }
    const spaced = gap > run.size * 0.14 && !last.text.endsWith(' ') && !run.text.startsWith(' ');
    last.text += (spaced ? ' ' : '') + run.text;
    last.x1 = Math.max(last.x1, run.x1);
    last.runs.push(run);
  }
  const weight = ordered.reduce((sum, run) => sum + run.text.trim().length, 0) || 1;
  const bold = ordered.reduce((sum, run) => sum + (run.bold ? run.text.trim().length : 0), 0);
  const main = ordered.reduce((a, b) => (b.text.length > a.text.length ? b : a));
  let soft: Line['soft'] = null;
  for (const [index, segment] of segments.entries()) {
    const text = segment.text.replace(/ {2,}/g, ' ').trim();
    if (/\u00ad./.test(text)) soft = 'within';
    else if (text.endsWith('\u00ad') && index === segments.length - 1) soft ??= 'end';
    segment.text = text.replaceAll('\u00ad', '-');
  }
  return {
    kind: 'line',
    text: segments
      .map((segment) => segment.text)
      .join(' ')
      .trim(),
    segments,
    x0: ordered[0]!.x0,
    x1: Math.max(...ordered.map((run) => run.x1)),
    y: median(ordered.map((run) => run.y)),
    size: main.size,
    bold: bold / weight > 0.9,
    labelled: bold / weight < 0.9 && startsWithLabel(ordered),
    artifact: ordered.every((run) => run.artifact),
    mark: main.mark,
    tag: main.tag,
    page,
    right: 0,
    upright,
    entered: ordered.every((run) => run.entered === true),
    soft,
  };
}

function startsWithLabel(runs: Run[]): boolean {
  let label = '';
  for (const run of runs) {
    if (!run.bold && run.text.trim() !== '') break;
    label += run.text;
  }
  return label.length < 60 && label.trimEnd().endsWith(':');
}

/** The runs of a page by column, columns after one another; full-width lines part the bands of columns. */
export function inReadingOrder(runs: Run[], page: number): Line[] {
  const lines = linesOf(runs, page);
  const gutter = gutterOf(lines);
  if (gutter === null) return withMargin(lines);
  const out: Line[] = [];
  let left: Run[] = [];
  let right: Run[] = [];
  const flush = () => {
    out.push(...withMargin(linesOf(left, page)), ...withMargin(linesOf(right, page)));
    left = [];
    right = [];
  };
  for (const line of lines) {
    if (line.segments.some((segment) => segment.x0 < gutter && segment.x1 > gutter)) {
      flush();
      out.push(...withMargin([line]));
      continue;
    }
    for (const segment of line.segments) (segment.x0 < gutter ? left : right).push(...segment.runs);
  }
  flush();
  return out;
}

/** Text of one size ends at one margin; labels and buttons set elsewhere on the page say nothing about it. */
function withMargin(lines: Line[]): Line[] {
  const whole = lines.filter((line) => line.segments.length === 1);
  const widest = (some: Line[]) => some.reduce((right, line) => Math.max(right, line.x1), 0);
  const bySize = new Map<number, Line[]>();
  for (const line of whole) {
    const key = Math.round(line.size * 2);
    const group = bySize.get(key);
    if (group) group.push(line);
    else bySize.set(key, [line]);
  }
  const all = widest(whole.length > 2 ? whole : lines);
  for (const line of lines) {
    const group = bySize.get(Math.round(line.size * 2)) ?? [];
    line.right = Math.max(line.segments.length === 1 ? line.x1 : 0, group.length > 2 ? widest(group) : all);
  }
  return lines;
}

/** Where the gap between two columns of running text lies; null for a page of one column. */
function gutterOf(lines: Line[]): number | null {
  if (lines.length < 12) return null;
  const x0 = Math.min(...lines.map((line) => line.x0));
  const x1 = Math.max(...lines.map((line) => line.x1));
  const width = x1 - x0;
  const segments = lines.flatMap((line) => line.segments);
  let best: { x: number; crossing: number; until: number } | null = null;
  const step = Math.max(2, width / 300);
  for (let x = x0 + width * 0.35; x <= x0 + width * 0.65; x += step) {
    const crossing = segments.filter((segment) => segment.x0 < x + 3 && segment.x1 > x - 3).length;
    if (!best || crossing < best.crossing) best = { x, crossing, until: x };
    else if (crossing === best.crossing && x - best.until < step * 1.5) best.until = x;
  }
  if (!best) return null;
  const { crossing } = best;
  const x = (best.x + best.until) / 2;
  const left = segments.filter((segment) => segment.x1 <= x);
  const right = segments.filter((segment) => segment.x0 >= x);
  if (left.length < 8 || right.length < 8 || crossing > (left.length + right.length) * 0.25) return null;
  // Running text fills its column; the cells of a table or the labels of a form do not.
  const fills = (side: Segment[]) => {
    const widths = side.map((segment) => segment.x1 - segment.x0);
    const widest = Math.max(...widths);
    return widest > width * 0.3 && median(widths) > widest * 0.7;
  };
  return fills(left) && fills(right) && width > 250 ? x : null;
}
