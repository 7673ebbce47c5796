import { type Change, changeTo } from '../package/byte-changes.js';
import { listItems } from './content-controls.js';
import { formatDay } from './dates.js';
import { below, childOf, type Node, type PartText } from './part-tree.js';
import type { FoundControl } from './types.js';
import { fill, fillParagraphs, runContent, setAttribute } from './write-text.js';

/** What a content control has to change for a text. */
export function writeText({ node, prompting }: FoundControl, value: string, text: PartText): Change[] {
  const properties = childOf(node, 'sdtPr');
  const content = childOf(node, 'sdtContent')!;
  const prompt = childOf(properties, 'showingPlcHdr');
  // What a prompt looks like is nothing of the answer; a control says itself how its text looks.
  const looks = prompting ? text.source(childOf(properties, 'rPr')) : null;
  const paragraphs = [...below(content, 'p')];
  const isPlain = childOf(properties, 'text') !== null;
  const changes =
    paragraphs.length === 0
      ? fill(content, value, text, looks)
      : isPlain
        ? [
            ...fill(paragraphs[0]!, value, text, looks),
            ...paragraphs.slice(1).map(({ start, end }) => changeTo(start, end, '')),
          ]
        : fillParagraphs(paragraphs, value, text, looks);
  return prompt ? [changeTo(prompt.start, prompt.end, ''), ...changes] : changes;
}

/** Whether a control takes line breaks. */
export function takesLines({ node, kind }: FoundControl, text: PartText): boolean {
  const plain = childOf(childOf(node, 'sdtPr'), 'text');
  return (
    kind === 'TEXT' && (plain === null || /^(?:1|true|on)$/.test(text.attribute(plain, 'multiLine') ?? '0'))
  );
}

/** A list shows the text of its option, and remembers its value where it did so before. */
export function writeOption(control: FoundControl, option: string, text: PartText): Change[] {
  const properties = childOf(control.node, 'sdtPr');
  const list = childOf(properties, 'dropDownList') ?? childOf(properties, 'comboBox');
  const value = valueOfOption(control, option, text);
  const remembers = list && text.attribute(list, 'lastValue') !== null;
  return [
    ...(remembers ? [setAttribute(list, 'lastValue', value, text)] : []),
    ...writeText(control, option, text),
  ];
}

export const valueOfOption = ({ node }: FoundControl, option: string, text: PartText): string =>
  listItems(childOf(node, 'sdtPr'), text).find(({ shown }) => shown === option)?.value ?? option;

export function writeDate(control: FoundControl, day: Date, text: PartText): Change[] {
  const date = childOf(childOf(control.node, 'sdtPr'), 'date')!;
  const full = `${day.toISOString().slice(0, 10)}T00:00:00Z`;
  return [
    setAttribute(date, 'fullDate', full, text),
    ...writeText(control, shownDay(control, day, text), text),
  ];
}

export const shownDay = ({ node }: FoundControl, day: Date, text: PartText): string =>
  formatDay(day, text.valOf(childOf(childOf(node, 'sdtPr'), 'date'), 'dateFormat') ?? 'yyyy-MM-dd');

const PICTURES = /^(?:wingdings|webdings|symbol)/i;

/** A check box ([MS-DOCX] 2.6.1.3) holds its state, and shows the character that it has for it. */
export function writeCheck({ node }: FoundControl, checked: boolean, text: PartText): Change[] {
  const properties = childOf(node, 'sdtPr');
  const box = childOf(properties, 'checkbox')!;
  const state = childOf(box, 'checked');
  const changes = [
    state
      ? setAttribute(state, 'val', checked ? '1' : '0', text)
      : changeTo(
          ...insideOf(box, text),
          boxWith(box, `<${box.prefix}checked ${box.prefix}val="${checked ? 1 : 0}"/>`),
        ),
  ];
  const look = childOf(box, checked ? 'checkedState' : 'uncheckedState');
  const code = text.attribute(look, 'val') ?? (checked ? '2612' : '2610');
  const font = text.attribute(look, 'font') ?? 'MS Gothic';
  const run = [...below(childOf(node, 'sdtContent')!, 'r')].find((candidate) => !candidate.empty);
  const prompt = childOf(properties, 'showingPlcHdr');
  if (prompt) changes.push(changeTo(prompt.start, prompt.end, ''));
  if (!run) return changes;
  const { prefix } = run;
  const own = childOf(run, 'rPr');
  const shown = PICTURES.test(font)
    ? `<${prefix}sym ${prefix}font="${font}" ${prefix}char="F0${code.slice(-2).padStart(2, '0')}"/>`
    : runContent(String.fromCodePoint(Number.parseInt(code, 16) || 0x2610), prefix);
  changes.push(changeTo(own?.end ?? run.openEnd, run.closeStart, shown));
  const fonts = childOf(own, 'rFonts');
  if (fonts && !PICTURES.test(font) && text.attribute(fonts, 'ascii') !== font) {
    const names = ['ascii', 'eastAsia', 'hAnsi'].map((name) => `${prefix}${name}="${font}"`).join(' ');
    changes.push(changeTo(fonts.start, fonts.end, `<${prefix}rFonts ${names} ${prefix}hint="eastAsia"/>`));
  }
  return changes;
}

const insideOf = (box: Node, text: PartText): [number, number] =>
  box.empty ? [text.bytes.lastIndexOf('/', box.openEnd - 1), box.openEnd] : [box.openEnd, box.openEnd];

const boxWith = (box: Node, inner: string) => (box.empty ? `>${inner}</${box.prefix}${box.name}>` : inner);

/** What a form field has to change. */
export function writeField(control: FoundControl, value: string | boolean, text: PartText): Change[] {
  const data = childOf(childOf(control.node, 'fldChar'), 'ffData')!;
  const box = childOf(data, 'checkBox');
  if (box) {
    const element = `<${box.prefix}checked ${box.prefix}val="${value ? 1 : 0}"/>`;
    const checked = childOf(box, 'checked');
    if (checked) return [changeTo(checked.start, checked.end, element)];
    return box.empty
      ? [changeTo(...insideOf(box, text), boxWith(box, element))]
      : [changeTo(box.closeStart, box.closeStart, element)];
  }
  const list = childOf(data, 'ddList');
  if (!list) return writeResult(control, String(value));
  const index = control.options!.indexOf(String(value));
  const element = `<${list.prefix}result ${list.prefix}val="${index}"/>`;
  const result = childOf(list, 'result');
  const chosen = result
    ? changeTo(result.start, result.end, element)
    : changeTo(list.openEnd, list.openEnd, element);
  return control.field!.result.length > 0 ? [chosen, ...writeResult(control, String(value))] : [chosen];
}

/** Between the marks of a field stands what it shows. */
function writeResult({ field, node }: FoundControl, value: string): Change[] {
  const { result, last, separated } = field!;
  const runs = result.filter((run) => !run.empty);
  const [first, ...rest] = runs;
  const { prefix } = node;
  if (!first) {
    const mark = separated
      ? ''
      : `<${prefix}r><${prefix}fldChar ${prefix}fldCharType="separate"/></${prefix}r>`;
    return [changeTo(last.start, last.start, `${mark}<${prefix}r>${runContent(value, prefix)}</${prefix}r>`)];
  }
  const from = childOf(first, 'rPr')?.end ?? first.openEnd;
  return [
    changeTo(from, first.closeStart, runContent(value, first.prefix)),
    ...rest.map(({ start, end }) => changeTo(start, end, '')),
  ];
}
