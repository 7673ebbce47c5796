import { withoutInvisible } from '../../platform/text/text-input.js';
import { symbolText } from '../symbols.js';
import { child, type Element, isOn, symbolFontOf, valOf } from './xml.js';

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
  readonly #open: { instruction: string; form: string; showing: boolean }[] = [];

  /** @param form what a form field shows that has no text as its result; empty for the others */
  begin(form: string) {
    // A hostile document may open fields without end; none nests deeper than a few.
    if (this.#open.length < 1000) this.#open.push({ instruction: '', form, showing: false });
  }
  instruct(text: string) {
    const field = this.#open[this.#open.length - 1];
    if (field && field.instruction.length < 1000) field.instruction += text;
  }
  separate() {
    const field = this.#open[this.#open.length - 1];
    if (field) field.showing = true;
  }
  /** Notes that a result is shown, which stands for what the form itself says. */
  show() {
    const field = this.#open[this.#open.length - 1];
    if (field?.showing) field.form = '';
  }
  /** @returns what is to be shown for a form field without a result */
  end(): string {
    return this.#open.pop()?.form ?? '';
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
  /** The symbol font of the run that is read. */
  let font: string | null = null;

  const add = (text: string, bold: boolean, anchored: boolean) => {
    if (fields.hidden || text === '') return;
    parts.push(text);
    if (text.trim() === '') return;
    fields.show();
    boldSeen = true;
    if (!bold) out.bold = false;
    if (!anchored) out.anchored = false;
  };

  const walk = (element: Element, bold: boolean, anchored: boolean) => {
    for (const node of element.children) {
      switch (node.name) {
        case 'r': {
          const properties = child(node, 'rPr');
          font = symbolFontOf(child(properties, 'rFonts')?.attributes) ?? null;
          if (!isOn(properties, 'vanish')) walk(node, isOn(properties, 'b'), anchored);
          break;
        }
        case 't':
          add(withSymbols(node.text, font), bold, anchored);
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
          if (node.attributes.fldCharType === 'begin') fields.begin(formTextOf(child(node, 'ffData')));
          else if (node.attributes.fldCharType === 'separate') fields.separate();
          else add(fields.end(), bold, anchored);
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
        case 'sdt': {
          const box = boxOf(child(node, 'sdtPr'));
          if (box === null) walk(node, bold, anchored);
          else add(box, bold, anchored);
          break;
        }
        default:
          if (!SKIPPED.has(node.name)) walk(node, bold, anchored);
      }
    }
  };
  walk(paragraph, false, false);
  // The box of a form brings a space that its label may have as well.
  out.text = withoutInvisible(parts.join(''))
    .replace(/\u2011/g, '-')
    .replace(/(?<=[☐☒]) {2,}/g, ' ');
  out.bold = boldSeen && out.bold;
  out.anchored = boldSeen && out.anchored;
  return out;
}

const symbolOf = ({ attributes }: Element) =>
  symbolText(attributes.font ?? '', Number.parseInt(attributes.char ?? '', 16));

/** Characters of symbol fonts may stand in the text itself, in the private use area. */
const withSymbols = (text: string, font: string | null) =>
  text.replace(/[\uf020-\uf0ff]/g, (char) => symbolText(font, char.charCodeAt(0)));

/** A form field that is a check box or a list has no text; a reader sees the box, or the chosen entry. */
function formTextOf(form: Element | undefined): string {
  const box = child(form, 'checkBox');
  if (box) return isOn(box, 'checked') || (!child(box, 'checked') && isOn(box, 'default')) ? '☒ ' : '☐ ';
  const list = child(form, 'ddList');
  if (!list) return '';
  const entries = list.children.filter(({ name }) => name === 'listEntry');
  const chosen = valOf(list, 'result') ?? valOf(list, 'default') ?? '0';
  return entries[Number(chosen)]?.attributes.val ?? '';
}

/** The state of a check box, whose two characters are the writer's choice; null for other content controls. */
function boxOf(properties: Element | undefined): string | null {
  const box = child(properties, 'checkbox');
  return box ? (isOn(box, 'checked') ? '☒' : '☐') : null;
}
