import type { Buffer } from 'node:buffer';
import { corruptFile } from '../../errors.js';
import { MAX_XML_DEPTH } from '../../limits.js';
import { unescapeXml } from './xml-text.js';

const [LESS, GREATER, SLASH, EQUALS, QUOTE, APOSTROPHE, COLON, BANG, QUESTION, SPACE, AMPERSAND] = [
  0x3c, 0x3e, 0x2f, 0x3d, 0x22, 0x27, 0x3a, 0x21, 0x3f, 0x20, 0x26,
];
const MAX_ATTRIBUTES = 1000;

interface Scope {
  depth: number;
  prefix: string;
  uri: string;
}

/**
 * Steps through the tokens of an XML part and says where each stands in its bytes, so that a change touches nothing else;
 * parsers that give events do not tell that. Tags must match, document type declarations are refused (so there are no
 * entities to expand), and nesting is bounded.
 *
 * @example
 * const scanner = new XmlScanner(bytes, 'Excel workbook');
 * while (scanner.next()) if (scanner.isOpen('c')) scanner.attribute('r');
 */
export class XmlScanner {
  kind: 'open' | 'close' | 'text' = 'text';
  /** The bytes of the token: `end` is exclusive. */
  start = 0;
  end: number;
  /** Whether an opened element is closed by the same tag; no close follows. */
  empty = false;
  /** Of the element that was opened or closed. */
  prefix = '';
  local = '';
  /** How many elements are open, the one that this token opens or closes included. */
  depth = 0;

  #cdata = false;
  #closing = false;
  readonly #open: string[] = [];
  readonly #scopes: Scope[] = [];
  /** Begin and end of each attribute's name, begin and end of its value. */
  readonly #attributes: number[] = [];
  readonly #limit: number;
  readonly #isPart: boolean;
  #roots = 0;

  /**
   * @param bytes UTF-8
   * @param what what to call the file in errors
   * @param range only these bytes, which must hold whole tokens
   * @throws DomainError `file-corrupt`, as does each method
   */
  constructor(
    readonly bytes: Buffer,
    private readonly what: string,
    range?: { start: number; end: number },
  ) {
    this.#isPart = range === undefined;
    this.end = range?.start ?? (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
    this.#limit = range?.end ?? bytes.length;
  }

  /** Whether the token opens an element of this name, whichever prefix it has. */
  isOpen(local: string): boolean {
    return this.kind === 'open' && this.local === local;
  }

  /** The prefix as it stands before the name: with its colon, or empty. */
  get writtenPrefix(): string {
    return this.prefix === '' ? '' : `${this.prefix}:`;
  }

  /** The namespace of the element that was opened; null where it has none. */
  get namespace(): string | null {
    return this.namespaceOf(this.prefix);
  }

  /** The namespace that a prefix stands for here; null where it stands for none. */
  namespaceOf(prefix: string): string | null {
    for (let i = this.#scopes.length - 1; i >= 0; i--)
      if (this.#scopes[i]!.prefix === prefix) return this.#scopes[i]!.uri;
    return null;
  }

  /** Goes to the next token; false at the end. Comments and processing instructions are passed over. */
  next(): boolean {
    const { bytes } = this;
    if (this.#closing) this.#leave();
    for (;;) {
      const at = this.end;
      if (at >= this.#limit) return this.#finish();
      this.start = at;
      if (bytes[at] !== LESS) {
        const next = bytes.indexOf(LESS, at);
        this.end = next < 0 || next > this.#limit ? this.#limit : next;
        this.kind = 'text';
        this.#cdata = false;
        return true;
      }
      const second = bytes[at + 1];
      if (second === QUESTION) this.end = this.#after('?>', at + 2);
      else if (second === BANG) {
        if (this.#stands('--', at + 2)) this.end = this.#after('-->', at + 4);
        else if (this.#stands('[CDATA[', at + 2)) {
          this.end = this.#after(']]>', at + 9);
          this.kind = 'text';
          this.#cdata = true;
          return true;
        } else throw this.broken('a document type declaration is not allowed');
      } else if (second === SLASH) return this.#closeTag(at + 2);
      else return this.#openTag(at + 1);
    }
  }

  /** Goes to the end of the element that was just opened; its close is then the current token. */
  skip(): void {
    if (this.empty) return;
    const { depth } = this;
    while (this.next()) if (this.kind === 'close' && this.depth === depth) return;
  }

  /** The texts directly and deeper within the element that was just opened, which is then closed. */
  textWithin(): string {
    if (this.empty) return '';
    const { depth } = this;
    let text = '';
    while (this.next()) {
      if (this.kind === 'text') text += this.text();
      else if (this.kind === 'close' && this.depth === depth) break;
    }
    return text;
  }

  /** The text of a text token. */
  text(): string {
    const { bytes, start, end } = this;
    if (this.#cdata) return bytes.toString('utf8', start + 9, end - 3).replace(/\r\n?/g, '\n');
    return this.#unescape(bytes.toString('utf8', start, end).replace(/\r\n?/g, '\n'));
  }

  /** An attribute without a prefix, or with its element's own; null where there is none. */
  attribute(local: string): string | null {
    const i = this.#find(local, false);
    return i < 0 ? null : this.#value(i);
  }

  /** An attribute of this name with whichever prefix; null where there is none. */
  anyAttribute(local: string): string | null {
    const i = this.#find(local, true);
    return i < 0 ? null : this.#value(i);
  }

  /** Where an attribute stands, with the white space before it and its quotes; null where there is none. */
  attributeSpan(local: string): { start: number; end: number } | null {
    const i = this.#find(local, false);
    if (i < 0) return null;
    let start = this.#attributes[i]!;
    while (isSpace(this.bytes[start - 1]!)) start--;
    return { start, end: this.#attributes[i + 3]! + 1 };
  }

  broken(why: string): Error {
    return corruptFile(this.what, new Error(why));
  }

  /** Whether these letters, ASCII all of them, stand at a place. */
  #stands(letters: string, at: number): boolean {
    for (let i = 0; i < letters.length; i++) if (this.bytes[at + i] !== letters.charCodeAt(i)) return false;
    return true;
  }

  #find(local: string, anyPrefix: boolean): number {
    const { bytes } = this;
    const attributes = this.#attributes;
    for (let i = 0; i < attributes.length; i += 4) {
      const [from, to] = [attributes[i]!, attributes[i + 1]!];
      const nameStart = to - local.length;
      if (nameStart < from || !this.#stands(local, nameStart)) continue;
      if (nameStart === from) return i;
      if (bytes[nameStart - 1] !== COLON) continue;
      if (anyPrefix || bytes.toString('utf8', from, nameStart - 1) === this.prefix) return i;
    }
    return -1;
  }

  #value(i: number): string {
    const { bytes } = this;
    const [from, to] = [this.#attributes[i + 2]!, this.#attributes[i + 3]!];
    let isPlain = true;
    for (let at = from; at < to && isPlain; at++)
      isPlain = bytes[at]! >= SPACE && bytes[at]! < 0x80 && bytes[at] !== AMPERSAND;
    if (isPlain) return bytes.toString('latin1', from, to);
    return this.#unescape(bytes.toString('utf8', from, to).replace(/[\t\n\r]/g, ' '));
  }

  #unescape(text: string): string {
    try {
      return unescapeXml(text);
    } catch (error) {
      throw corruptFile(this.what, error);
    }
  }

  #after(mark: string, from: number): number {
    const at = this.bytes.indexOf(mark, from, 'latin1');
    if (at < 0 || at + mark.length > this.#limit) throw this.broken(`no ${mark}`);
    return at + mark.length;
  }

  #openTag(nameAt: number): boolean {
    const { bytes } = this;
    let at = this.#name(nameAt);
    const attributes = this.#attributes;
    attributes.length = 0;
    let declares = false;
    for (;;) {
      const before = at;
      while (isSpace(bytes[at]!)) at++;
      const sign = bytes[at];
      if (at >= this.#limit) throw this.broken('a tag without an end');
      if (sign === GREATER || sign === SLASH) break;
      if (at === before || attributes.length >= MAX_ATTRIBUTES * 4) throw this.broken('a broken tag');
      const name = at;
      while (isNameByte(bytes[at]!)) at++;
      const nameEnd = at;
      while (isSpace(bytes[at]!)) at++;
      if (bytes[at] !== EQUALS || nameEnd === name) throw this.broken('a broken attribute');
      at++;
      while (isSpace(bytes[at]!)) at++;
      const quote = bytes[at]!;
      if (quote !== QUOTE && quote !== APOSTROPHE) throw this.broken('an attribute without quotes');
      const value = at + 1;
      at = value;
      while (at < this.#limit && bytes[at] !== quote && bytes[at] !== LESS) at++;
      if (bytes[at] !== quote) throw this.broken('an attribute without an end');
      attributes.push(name, nameEnd, value, at);
      if (this.#stands('xmlns', name)) declares = true;
      at++;
    }
    this.empty = bytes[at] === SLASH;
    if (this.empty && bytes[++at] !== GREATER) throw this.broken('a broken tag');
    this.end = at + 1;
    this.kind = 'open';
    if (this.#open.length === 0 && ++this.#roots > 1 && this.#isPart) throw this.broken('two roots');
    if (this.#open.push(this.#qualified()) > MAX_XML_DEPTH) throw this.broken('nested too deep');
    this.depth = this.#open.length;
    if (declares) this.#declare();
    if (this.empty) this.#closing = true;
    return true;
  }

  #closeTag(nameAt: number): boolean {
    const { bytes } = this;
    let at = this.#name(nameAt);
    while (isSpace(bytes[at]!)) at++;
    if (bytes[at] !== GREATER || at >= this.#limit) throw this.broken('a broken tag');
    if (this.#open.at(-1) !== this.#qualified()) throw this.broken(`</${this.local}> closes nothing`);
    this.kind = 'close';
    this.empty = false;
    this.end = at + 1;
    this.depth = this.#open.length;
    this.#closing = true;
    return true;
  }

  /** Reads a name; gives where it ends. */
  #name(from: number): number {
    const { bytes } = this;
    let at = from;
    let colon = -1;
    while (isNameByte(bytes[at]!)) {
      if (bytes[at] === COLON && colon < 0) colon = at;
      at++;
    }
    if (at === from || at > this.#limit) throw this.broken('a tag without a name');
    this.prefix = colon < 0 ? '' : this.#word(from, colon);
    this.local = this.#word(colon < 0 ? from : colon + 1, at);
    return at;
  }

  /** Most names in a sheet are one letter. */
  #word(from: number, to: number): string {
    const { bytes } = this;
    return to - from === 1 && bytes[from]! < 0x80
      ? String.fromCharCode(bytes[from]!)
      : bytes.toString('utf8', from, to);
  }

  #qualified(): string {
    return this.prefix === '' ? this.local : `${this.prefix}:${this.local}`;
  }

  #declare(): void {
    const attributes = this.#attributes;
    for (let i = 0; i < attributes.length; i += 4) {
      const name = this.bytes.toString('utf8', attributes[i]!, attributes[i + 1]!);
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
      this.#scopes.push({ depth: this.depth, prefix: name.slice(6), uri: this.#value(i) });
    }
  }

  #leave(): void {
    this.#closing = false;
    this.#open.pop();
    this.depth = this.#open.length;
    while (this.#scopes.length > 0 && this.#scopes.at(-1)!.depth > this.depth) this.#scopes.pop();
  }

  #finish(): boolean {
    if (this.#open.length > 0) throw this.broken(`<${this.#open.at(-1)}> is not closed`);
    if (this.#isPart && this.#roots === 0) throw this.broken('a part without elements');
    return false;
  }
}

const isSpace = (byte: number) => byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Everything that ends no name; whether it is one that XML allows is not asked. */
const isNameByte = (byte: number) =>
  byte > SPACE &&
  byte !== GREATER &&
  byte !== SLASH &&
  byte !== EQUALS &&
  byte !== LESS &&
  byte !== QUOTE &&
  byte !== APOSTROPHE;
