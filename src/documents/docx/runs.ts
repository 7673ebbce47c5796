import { withoutInvisible } from '../../platform/text-input.js';
import { child, type Element, isOn } from './xml.js';

/** The text of one paragraph, and what hangs on it. */
export interface RunText {
  text: string;
  /** Whether all of its visible text is bold by the runs' own marks. */
  bold: boolean;
  /** Whether all of its visible text is a link to a place in the document. */
  anchored: boolean;
  /** Text boxes anchored in it, each with its own paragraphs. */
  boxes: Element[];
  /** Ids of the footnotes and endnotes it refers to. */
  notes: { kind: 'footnote' | 'endnote'; id: string }[];
}

/** Complex fields span paragraphs, so their state outlives one paragraph. */
export class FieldState {
  readonly #open: { instruction: string; showing: boolean }[] = [];

  begin() {
    // A hostile document may open fields without end; none nests deeper than a few.
    if (this.#open.length < 1000) this.#open.push({ instruction: '', showing: false });
  }
  instruct(text: string) {
    const field = this.#open[this.#open.length - 1];
    if (field && field.instruction.length < 1000) field.instruction += text;
  }
  separate() {
    const field = this.#open[this.#open.length - 1];
    if (field) field.showing = true;
  }
  end() {
    this.#open.pop();
  }
  /** Whether text here is the instruction of a field rather than its result. */
  get hidden() {
    return this.#open.some((field) => !field.showing);
  }
  get inContents() {
    return this.#open.some((field) => field.showing && /^\s*TOC\b/.test(field.instruction));
  }
}

const SKIPPED = new Set([
  'del',
  'moveFrom',
  'pPr',
  'rPr',
  'sdtPr',
  'sdtEndPr',
  'ruby',
  'rt',
  'altChunk',
  'fldData',
]);

/** Collects what a reader sees of a paragraph: inserted text stays, deleted and hidden text goes. */
export function readRuns(paragraph: Element, fields: FieldState): RunText {
  const out: RunText = { text: '', bold: true, anchored: true, boxes: [], notes: [] };
  const parts: string[] = [];
  let boldSeen = false;

  const add = (text: string, bold: boolean, anchored: boolean) => {
    if (fields.hidden || text === '') return;
    parts.push(text);
    if (text.trim() === '') return;
    boldSeen = true;
    if (!bold) out.bold = false;
    if (!anchored) out.anchored = false;
  };

  const walk = (element: Element, bold: boolean, anchored: boolean) => {
    for (const node of element.children) {
      switch (node.name) {
        case 'r': {
          const properties = child(node, 'rPr');
          if (!isOn(properties, 'vanish')) walk(node, isOn(properties, 'b'), anchored);
          break;
        }
        case 't':
          add(node.text, bold, anchored);
          break;
        case 'tab':
        case 'ptab':
          add('\t', bold, anchored);
          break;
        case 'br':
        case 'cr':
          add(
            node.attributes.type === 'page' || node.attributes.type === 'column' ? ' ' : '\n',
            bold,
            anchored,
          );
          break;
        case 'noBreakHyphen':
          add('-', bold, anchored);
          break;
        case 'sym':
          add(symbolOf(node), bold, anchored);
          break;
        case 'fldChar':
          if (node.attributes.fldCharType === 'begin') {
            add(formBoxOf(node), bold, anchored);
            fields.begin();
          } else if (node.attributes.fldCharType === 'separate') fields.separate();
          else fields.end();
          break;
        case 'instrText':
          fields.instruct(node.text);
          break;
        case 'hyperlink':
          walk(node, bold, node.attributes.anchor !== undefined);
          break;
        case 'footnoteReference':
        case 'endnoteReference':
          out.notes.push({
            kind: node.name === 'footnoteReference' ? 'footnote' : 'endnote',
            id: node.attributes.id ?? '',
          });
          break;
        case 'txbxContent':
          out.boxes.push(node);
          break;
        case 'ruby':
          walk(child(node, 'rubyBase') ?? node, bold, anchored);
          break;
        case 'AlternateContent':
          // Both branches hold the same text, once for new and once for old programs.
          walk({ ...node, children: node.children.slice(0, 1) }, bold, anchored);
          break;
        default:
          if (!SKIPPED.has(node.name)) walk(node, bold, anchored);
      }
    }
  };
  walk(paragraph, false, false);
  out.text = withoutInvisible(parts.join('')).replace(/\u2011/g, '-');
  out.bold = boldSeen && out.bold;
  out.anchored = boldSeen && out.anchored;
  return out;
}

/** Symbol fonts sit in the private use area; the ones that mean something to a reader are check boxes. */
function symbolOf(node: Element): string {
  const code = Number.parseInt(node.attributes.char ?? '', 16) & 0xff;
  if (!/wingdings/i.test(node.attributes.font ?? '')) return '•';
  if ([0x6f, 0x71, 0x72, 0xa8].includes(code)) return '☐';
  if ([0x78, 0xfd, 0xfe, 0x51, 0x52, 0x53, 0x54].includes(code)) return '☒';
  return code === 0xfc ? '✓' : '•';
}

/** A form field that is a check box has no text; a reader sees the box. */
function formBoxOf(node: Element): string {
  const box = child(child(node, 'ffData'), 'checkBox');
  if (!box) return '';
  return isOn(box, 'checked') || (!child(box, 'checked') && isOn(box, 'default')) ? '☒ ' : '☐ ';
}
