type State = 'outside' | 'between' | 'key' | 'colon' | 'text' | 'value' | 'over';

const THINK = '<think>';
const END_OF_THINK = '</think>';
const HIGH_SURROGATE = /[\ud800-\udbff]$/;
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/**
 * Reads a JSON object while it is being written: a field's value as soon as it is whole, and the text of a string
 * as it grows. What stands before the object (thoughts, the beginning of a code fence) is passed over. It trusts
 * nothing to be valid: where the JSON breaks it reads no further, and whoever parses the whole reports that.
 */
export class ObjectReader {
  /** The fields that are whole. */
  readonly values: Record<string, unknown> = {};
  #state: State = 'outside';
  /** Of what stands before the object: its beginning, and its end so far. */
  #lead = '';
  #end = '';
  #hasThought = false;
  #key = '';
  /** Source of the key or value being read; of a string value, its text. */
  #read = '';
  /** An escape sequence being read: the backslash and what follows. */
  #escape = '';
  #depth = 0;
  #inString = false;

  /** What is known of a string field: all of it, or as much as has been written. Null before it begins. */
  text(key: string): string | null {
    if (this.#state === 'text' && this.#key === key)
      // Half a character is not shown.
      return HIGH_SURROGATE.test(this.#read) ? this.#read.slice(0, -1) : this.#read;
    const whole = this.values[key];
    return typeof whole === 'string' ? whole : null;
  }

  /** Takes the next piece, cut anywhere. */
  feed(piece: string): void {
    for (let i = 0; i < piece.length; i++) {
      if (this.#state === 'over') return;
      this.#take(piece[i]!);
    }
  }

  #take(char: string): void {
    if (this.#state === 'outside') this.#takeLead(char);
    else if (this.#state === 'between') this.#takeBetween(char);
    else if (this.#state === 'key') this.#takeKey(char);
    else if (this.#state === 'colon') this.#takeColon(char);
    else if (this.#state === 'text') this.#takeText(char);
    else this.#takeValue(char);
  }

  #takeBetween(char: string): void {
    if (char === '"') this.#begin('key', char);
    else if (!/[\s,]/.test(char)) this.#state = 'over';
  }

  #takeKey(char: string): void {
    this.#read += char;
    if (!this.#closesString(char)) return;
    this.#key = String(this.#parsed());
    if (this.#state === 'key') this.#state = 'colon';
  }

  #takeColon(char: string): void {
    if (char === '"') this.#begin('text', '');
    else if (!/[\s:]/.test(char)) {
      this.#begin('value', '');
      this.#takeValue(char);
    }
  }

  /** In constant time: what stands before the object may have no end. */
  #takeLead(char: string): void {
    if (this.#lead.length < THINK.length && (this.#lead !== '' || /\S/.test(char))) this.#lead += char;
    this.#end = (this.#end + char).slice(-END_OF_THINK.length);
    if (this.#end === END_OF_THINK) this.#hasThought = true;
    const isThinking = this.#lead === THINK && !this.#hasThought;
    if (char === '{' && !isThinking) this.#state = 'between';
  }

  #begin(state: State, read: string): void {
    this.#state = state;
    this.#read = read;
    this.#escape = '';
    this.#depth = 0;
    this.#inString = false;
  }

  /** Whether this character, the latest of a string's source, ends the string. */
  #closesString(char: string): boolean {
    if (this.#escape !== '') this.#escape = '';
    else if (char === '\\') this.#escape = char;
    else return char === '"';
    return false;
  }

  #takeText(char: string): void {
    if (this.#escape !== '') {
      this.#escape += char;
      if (this.#escape[1] === 'u' && this.#escape.length < 6) return;
      const code = this.#escape.slice(1);
      this.#read +=
        code[0] === 'u' ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code);
      this.#escape = '';
    } else if (char === '\\') this.#escape = char;
    else if (char === '"') this.#close(this.#read);
    else this.#read += char;
  }

  #takeValue(char: string): void {
    const isNested = this.#depth > 0;
    if (!this.#inString && !isNested && /[\s,}]/.test(char)) {
      this.#close(this.#parsed());
      if (char === '}') this.#state = 'over';
      return;
    }
    this.#read += char;
    if (this.#inString) this.#inString = !this.#closesString(char);
    else if (char === '"') this.#inString = true;
    else if (char === '[' || char === '{') this.#depth++;
    else if ((char === ']' || char === '}') && --this.#depth === 0) this.#close(this.#parsed());
  }

  #parsed(): unknown {
    try {
      return JSON.parse(this.#read);
    } catch {
      this.#state = 'over';
      return undefined;
    }
  }

  #close(value: unknown): void {
    if (this.#state === 'over') return;
    this.values[this.#key] = value;
    this.#state = 'between';
  }
}
