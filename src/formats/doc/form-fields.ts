import type { Buffer } from 'node:buffer';

/** Stands for "no choice of a person's": the default holds then. */
const UNDECIDED = 25;
const MOST_ENTRIES = 100;

/**
 * What a form field shows that has no text of its own: a box, or the chosen entry of a list ([MS-DOC] 2.9.78 FFData).
 * Null where it is neither, as a field of text is.
 *
 * @param at where in the stream Data the field is described
 */
export function formFieldText(data: Buffer, at: number): string | null {
  if (at < 0 || at + 6 > data.length) return null;
  // A header as pictures have it stands before the description.
  const field = new Cursor(data, at + data.readUInt16LE(at + 4));
  if (field.long() !== 0xffffffff) return null;
  const bits = field.short();
  const type = bits & 3;
  if (type !== 1 && type !== 2) return null;
  const chosen = (bits >> 2) & 31;
  field.skip(4);
  field.text(true);
  const byDefault = field.short();
  const result = chosen === UNDECIDED ? byDefault : chosen;
  if (type === 1) return result === 1 ? '☒' : '☐';
  // A format, two texts of help and two macros stand before the entries.
  for (let count = 0; count < 5; count++) field.text(true);
  if (field.short() !== 0xffff) return null;
  const count = Math.min(MOST_ENTRIES, field.short());
  field.skip(2);
  const entries = Array.from({ length: count }, () => field.text(false));
  return entries[result] ?? '';
}

class Cursor {
  constructor(
    private readonly data: Buffer,
    private at: number,
  ) {}

  skip(bytes: number) {
    this.at += bytes;
  }
  short(): number {
    this.at += 2;
    return this.data.readUInt16LE(this.at - 2);
  }
  long(): number {
    this.at += 4;
    return this.data.readUInt32LE(this.at - 4);
  }
  /** A text with its length before it, and a zero behind it where it is `ended`. */
  text(ended: boolean): string {
    const length = this.short() * 2;
    const text = this.data.toString('utf16le', this.at, this.at + length);
    this.at += length + (ended ? 2 : 0);
    return text;
  }
}
