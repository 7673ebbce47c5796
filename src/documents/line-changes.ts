import { diffArrays } from 'diff';

/** Lines that stand in one text only, in order; or what there is to say where comparing takes too long. */
export interface LineChange {
  kind: 'same' | 'added' | 'removed';
  lines: string[];
}

/** Lines of a text; an empty text has none. */
export const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));

/**
 * What changed between two texts, line by line.
 * @param timeoutMs after which all that lies between the first and the last difference counts as changed
 * @returns whether that was needed, too
 */
export function lineChanges(
  before: string,
  after: string,
  timeoutMs: number,
): { changes: LineChange[]; coarse: boolean } {
  const [old, now] = [linesOf(before), linesOf(after)];
  const least = Math.min(old.length, now.length);
  let head = 0;
  while (head < least && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < least - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;

  const [oldMiddle, newMiddle] = [old.slice(head, old.length - tail), now.slice(head, now.length - tail)];
  const found = diffArrays(oldMiddle, newMiddle, { timeout: timeoutMs });
  const middle: LineChange[] = found
    ? found.map(({ value, added, removed }) => ({
        kind: added ? 'added' : removed ? 'removed' : 'same',
        lines: value,
      }))
    : [
        { kind: 'removed', lines: oldMiddle },
        { kind: 'added', lines: newMiddle },
      ];
  const changes: LineChange[] = [
    { kind: 'same', lines: old.slice(0, head) },
    ...middle,
    { kind: 'same', lines: old.slice(old.length - tail) },
  ];
  return { changes: changes.filter(({ lines }) => lines.length), coarse: !found };
}

/** How many lines changed; a few more than needed where the texts are too different to compare in 100 ms. */
export function countChanges(before: string, after: string): { linesAdded: number; linesRemoved: number } {
  const { changes } = lineChanges(before, after, 100);
  const sum = (kind: LineChange['kind']) =>
    changes.reduce((total, change) => total + (change.kind === kind ? change.lines.length : 0), 0);
  return { linesAdded: sum('added'), linesRemoved: sum('removed') };
}
