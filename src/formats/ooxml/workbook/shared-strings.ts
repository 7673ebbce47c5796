import type { Buffer } from 'node:buffer';
import { unescaped } from '../../xlsx/read-xml.js';
import type { OfficePackage } from '../package/office-package.js';
import { XmlScanner } from '../package/xml-scanner.js';
import { type Span, textOf } from './sheet-walk.js';

/** The texts that cells refer to by number. Only where each one stands is kept; it is read when asked for. */
export class SharedStrings {
  readonly #bytes: Buffer | null;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  /** Whether a text is one plain run; others carry type faces, or how they are pronounced. */
  readonly #plain: boolean[] = [];

  constructor(
    source: OfficePackage,
    part: string | null,
    private readonly what = source.what,
  ) {
    this.#bytes = part === null ? null : source.readXml(part);
    if (this.#bytes) this.#index(this.#bytes);
  }

  /** The text with a number; null where there is none. */
  text(index: number): string | null {
    const start = this.#starts[index];
    if (start === undefined) return null;
    const span: Span = { start, end: this.#ends[index]! };
    return unescaped(textOf(this.#bytes!, this.what, span, true));
  }

  /** The number of each of these texts that stands here plainly. */
  find(texts: ReadonlySet<string>): Map<string, number> {
    const found = new Map<string, number>();
    for (let i = 0; i < this.#starts.length && found.size < texts.size; i++) {
      if (!this.#plain[i]) continue;
      const text = this.text(i)!;
      if (texts.has(text) && !found.has(text)) found.set(text, i);
    }
    return found;
  }

  #index(bytes: Buffer): void {
    const scanner = new XmlScanner(bytes, this.what);
    while (scanner.next()) {
      if (!scanner.isOpen('si')) continue;
      const { depth, end } = scanner;
      let texts = 0;
      let others = 0;
      if (!scanner.empty)
        while (scanner.next() && !(scanner.kind === 'close' && scanner.depth === depth)) {
          if (scanner.kind !== 'open') continue;
          if (scanner.local === 't' && scanner.depth === depth + 1) texts++;
          else others++;
        }
      this.#starts.push(end);
      this.#ends.push(scanner.empty && scanner.end === end ? end : scanner.start);
      this.#plain.push(texts === 1 && others === 0);
    }
  }
}
