import { withoutControls } from '../../platform/text-input.js';

/** Collects the text of a paragraph: white space shrinks to one space, but for what is preformatted. */
export class InlineText {
  #parts: string[] = [];
  #endsInSpace = true;

  add(text: string, preformatted = false) {
    if (text === '') return;
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
    return text;
  }
}
