import { Buffer } from 'node:buffer';

/** A change of some bytes; nothing is replaced where `start` is `end`. */
export interface Change {
  start: number;
  end: number;
  content: Buffer;
}

export const changeTo = (start: number, end: number, content: string): Change => ({
  start,
  end,
  content: Buffer.from(content),
});

/** Makes changes that do not overlap. */
export function applyChanges(bytes: Buffer, changes: readonly Change[]): Buffer {
  const pieces: Buffer[] = [];
  let at = 0;
  // What is put in before something stands before its change.
  for (const { start, end, content } of [...changes].sort((a, b) => a.start - b.start || a.end - b.end)) {
    pieces.push(bytes.subarray(at, start), content);
    at = end;
  }
  pieces.push(bytes.subarray(at));
  return Buffer.concat(pieces);
}

/** Where the opening tag between two places ends: before its slash, its bracket and white space there. */
export function endOfTag(bytes: Buffer, openEnd: number, empty: boolean): number {
  let end = empty ? bytes.lastIndexOf('/', openEnd - 1) : openEnd - 1;
  while (bytes[end - 1]! <= 0x20) end--;
  return end;
}
