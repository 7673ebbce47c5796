import { withoutControls } from '../../platform/text/text-input.js';

/** Collects the text of a paragraph: white space shrinks to one space, but for what is preformatted. */
export class InlineText {
  #parts: string[] = [];
  #endsInSpace = true;
  /** Where in the source the text begins that was collected, or that was taken last; null where that is not known. */
  from: number | null = null;
  #isEmpty = true;

  /** @param at where in the source the text stands, where that is known */
  add(text: string, preformatted = false, at: number | null = null) {
    if (text === '') return;
    if (this.#isEmpty && text.trim() !== '') {
      this.#isEmpty = false;
      this.from = at === null ? null : at + (text.length - text.trimStart().length);
    }
    if (preformatted) {
      this.#parts.push(text.replace(/\r\n?/g, '\n'));
      this.#endsInSpace = /\s$/.test(text);
      return;
    }
    let shrunk = text.replace(/[ \t\n\r\f]+/g, ' ');
    if (this.#endsInSpace && shrunk.startsWith(' ')) shrunk = shrunk.slice(1);
    if (shrunk === '') return;
    this.#parts.push(shrunk);
    this.#endsInSpace = shrunk.endsWith(' ');
  }

  breakLine() {
    this.#parts.push('\n');
    this.#endsInSpace = true;
  }

  /** Gives the text and starts anew. */
  take(): string {
    const text = withoutControls(this.#parts.join(''))
      .replace(/\u00a0/g, ' ')
      .replace(/[ \t]+\n/g, '\n')
      .trim();
    this.#parts = [];
    this.#endsInSpace = true;
    this.#isEmpty = true;
    return text;
  }
}
