import type { Buffer } from 'node:buffer';
import { unpacksTooLarge } from '../../errors.js';
import { XmlScanner } from '../package/xml-scanner.js';

/** An element that matters to a form, with its places in the bytes of its part. Others are passed through. */
export interface Node {
  name: string;
  /** As it stands before the name, with its colon. */
  prefix: string;
  start: number;
  openEnd: number;
  /** Where its closing tag begins; `openEnd` where its own tag closes it. */
  closeStart: number;
  end: number;
  empty: boolean;
  parent: Node | null;
  children: Node[];
}

const RELEVANT = new Set(
  (
    'p pPr numPr sectPr r rPr rFonts t tab br cr sym tbl tr tc tcPr gridSpan vMerge trPr del ' +
    'sdt sdtPr sdtContent alias tag id lock showingPlcHdr text dropDownList comboBox listItem date dateFormat ' +
    'storeMappedDataAs ' +
    'checkbox checked checkedState uncheckedState dataBinding picture docPartObj docPartList group citation ' +
    'bibliography equation repeatingSection repeatingSectionItem ' +
    'fldChar ffData name enabled textInput type maxLength default checkBox ddList result listEntry instrText ' +
    'drawing object pict footnoteReference endnoteReference fldSimple documentProtection'
  ).split(' '),
);
/** Elements of a document that is read as a form; the largest known have some hundred thousand. */
const MAX_NODES = 3_000_000;
/** Word's own additions: check boxes, sections that repeat. */
const ADDITIONS = /\/word\/20\d\d\/wordml$/;

/** Reads a part of a Word document into the elements that matter. @throws DomainError */
export function readTree(bytes: Buffer, what: string): Node {
  const scanner = new XmlScanner(bytes, what);
  const root: Node = {
    name: '#part',
    prefix: '',
    start: 0,
    openEnd: 0,
    closeStart: bytes.length,
    end: bytes.length,
    empty: false,
    parent: null,
    children: [],
  };
  const open: Node[] = [root];
  const depths: number[] = [0];
  let own: string | null = null;
  let count = 0;
  while (scanner.next()) {
    if (scanner.kind === 'close') {
      if (depths.at(-1) !== scanner.depth) continue;
      const node = open.pop()!;
      depths.pop();
      node.closeStart = scanner.start;
      node.end = scanner.end;
      continue;
    }
    if (scanner.kind !== 'open') continue;
    if (scanner.depth === 1) own = scanner.namespace;
    const { local } = scanner;
    // The same once more, for programs that do not know what stands beside it.
    if (local === 'Fallback') {
      scanner.skip();
      continue;
    }
    if (!RELEVANT.has(local)) continue;
    const { namespace } = scanner;
    if (namespace !== own && !ADDITIONS.test(namespace ?? '')) continue;
    if (++count > MAX_NODES) throw unpacksTooLarge(what);
    const parent = open.at(-1)!;
    const node: Node = {
      name: local,
      prefix: scanner.writtenPrefix,
      start: scanner.start,
      openEnd: scanner.end,
      closeStart: scanner.end,
      end: scanner.end,
      empty: scanner.empty,
      parent,
      children: [],
    };
    parent.children.push(node);
    if (!scanner.empty) {
      open.push(node);
      depths.push(scanner.depth);
    }
  }
  return root;
}

export const childOf = (node: Node | null | undefined, name: string): Node | null =>
  node?.children.find((child) => child.name === name) ?? null;

/** The elements of a name below a node, in order. @param stop names whose inside is not looked at */
export function* below(node: Node, name: string, stop: ReadonlySet<string> = new Set()): Generator<Node> {
  for (const child of node.children) {
    if (child.name === name) yield child;
    if (!stop.has(child.name)) yield* below(child, name, stop);
  }
}

export function around(node: Node, name: string): Node | null {
  for (let at = node.parent; at; at = at.parent) if (at.name === name) return at;
  return null;
}

/** What is asked of the elements of one part. */
export class PartText {
  constructor(
    readonly bytes: Buffer,
    private readonly what: string,
  ) {}

  /** An attribute, whichever prefix it has; null where there is none. */
  attribute(node: Node | null, name: string): string | null {
    return node ? this.tag(node).anyAttribute(name) : null;
  }

  /** The `val` of a child; null where there is none. */
  valOf(node: Node | null, name: string): string | null {
    return this.attribute(childOf(node, name), 'val');
  }

  /** Whether a toggle such as `<w:enabled/>` is there and on. */
  isOn(node: Node | null, name: string, otherwise = false): boolean {
    const toggle = childOf(node, name);
    if (!toggle) return otherwise;
    return !/^(?:0|false|off)$/.test(this.attribute(toggle, 'val') ?? '1');
  }

  /** The opening tag of an element, at its token. */
  tag(node: Node): XmlScanner {
    const scanner = new XmlScanner(this.bytes, this.what, { start: node.start, end: node.openEnd });
    scanner.next();
    return scanner;
  }

  source(node: Node | null): string {
    return node ? this.bytes.toString('utf8', node.start, node.end) : '';
  }

  /** What a `t` or `instrText` holds. */
  textOf(node: Node): string {
    if (node.openEnd === node.closeStart) return '';
    const scanner = new XmlScanner(this.bytes, this.what, { start: node.openEnd, end: node.closeStart });
    let text = '';
    while (scanner.next()) if (scanner.kind === 'text') text += scanner.text();
    return text;
  }

  /** What a run shows. */
  runText(run: Node): string {
    let text = '';
    for (const child of run.children) {
      if (child.name === 't') text += this.textOf(child);
      else if (child.name === 'tab') text += '\t';
      else if (child.name === 'br' || child.name === 'cr') text += '\n';
      else if (child.name === 'sym') text += this.#symbol(child);
    }
    return text;
  }

  /** What stands below a node: a line for each paragraph. */
  shown(node: Node): string {
    const lines: string[] = [];
    const read = (at: Node) => {
      for (const child of at.children) {
        if (child.name === 'r') lines.push((lines.pop() ?? '') + this.runText(child));
        else if (child.name !== 'sdtPr') {
          if (child.name === 'p') lines.push('');
          read(child);
        }
      }
    };
    read(node);
    return lines.join('\n').trimEnd();
  }

  #symbol(node: Node): string {
    const code = Number.parseInt(this.attribute(node, 'char') ?? '', 16);
    return Number.isNaN(code) || code > 0xffff ? '' : String.fromCharCode(code);
  }
}
