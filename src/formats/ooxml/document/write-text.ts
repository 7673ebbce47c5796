import { type Change, changeTo } from '../package/byte-changes.js';
import { escapeXml } from '../package/xml-text.js';
import { below, childOf, type Node, type PartText } from './part-tree.js';

const SHOWN = new Set(['t', 'tab', 'br', 'cr', 'sym']);
const PARAGRAPHS = new Set(['p']);

/** A text as the inside of a run. */
export function runContent(text: string, prefix: string): string {
  return text
    .split(/(\n|\t)/)
    .map((piece) => {
      if (piece === '\n') return `<${prefix}br/>`;
      if (piece === '\t') return `<${prefix}tab/>`;
      return piece === '' ? '' : `<${prefix}t xml:space="preserve">${escapeXml(piece)}</${prefix}t>`;
    })
    .join('');
}

export const showsText = (run: Node): boolean => run.children.some(({ name }) => SHOWN.has(name));

/**
 * Puts a text into a paragraph, or a control within one: into the run that is there, with its looks. Further runs go; what
 * stands between them, such as bookmarks, stays.
 *
 * @param looks run properties to take instead of the run's own; null keeps those
 */
export function fill(container: Node, value: string, text: PartText, looks: string | null = null): Change[] {
  const runs = [...below(container, 'r', PARAGRAPHS)].filter(({ empty }) => !empty);
  const shown = runs.filter(showsText);
  const first = shown[0] ?? runs[0];
  if (!first) return [addRun(container, value, text, looks)];
  const properties = childOf(first, 'rPr');
  const from = looks === null ? (properties?.end ?? first.openEnd) : first.openEnd;
  const rest = shown.slice(1).map(({ start, end }) => changeTo(start, end, ''));
  return [changeTo(from, first.closeStart, (looks ?? '') + runContent(value, first.prefix)), ...rest];
}

/** A new run at the end of a paragraph that has none, with the looks of the paragraph's own mark. */
function addRun(container: Node, value: string, text: PartText, looks: string | null): Change {
  const { prefix } = container;
  const run = `<${prefix}r>${looks ?? markLooks(container, text)}${runContent(value, prefix)}</${prefix}r>`;
  if (!container.empty) return changeTo(container.closeStart, container.closeStart, run);
  const slash = text.bytes.lastIndexOf('/', container.openEnd - 1);
  return changeTo(slash, container.openEnd, `>${run}</${prefix}${container.name}>`);
}

/** How the mark of a paragraph looks, as properties of a run. */
function markLooks(paragraph: Node, text: PartText): string {
  const properties = childOf(childOf(paragraph, 'pPr'), 'rPr');
  const source = text.source(properties);
  // A mark may be there, or gone, under revision control; that is nothing of its looks.
  return /<(?:\w+:)?(?:ins|del|moveFrom|moveTo)\b/.test(source) ? '' : source;
}

/** How the first run of a paragraph looks. */
export function looksOf(paragraph: Node, text: PartText): string {
  const run = [...below(paragraph, 'r')].find((candidate) => !candidate.empty);
  return run ? text.source(childOf(run, 'rPr')) : markLooks(paragraph, text);
}

/**
 * Puts a text of several lines into paragraphs: the first line into the one that is there, the others into further ones
 * that look the same but are never numbered. What stood in other paragraphs goes.
 */
export function fillParagraphs(
  paragraphs: readonly Node[],
  value: string,
  text: PartText,
  looks: string | null = null,
): Change[] {
  const [first, ...others] = paragraphs;
  const [line, ...more] = value.split('\n');
  const changes = fill(first!, line!, text, looks);
  if (more.length > 0) {
    const { prefix } = first!;
    const properties = unnumbered(childOf(first!, 'pPr'), text);
    const run = looks ?? looksOf(first!, text);
    const added = more.map(
      (one) =>
        `<${prefix}p>${properties}<${prefix}r>${run}${runContent(one, prefix)}</${prefix}r></${prefix}p>`,
    );
    // An empty paragraph is opened by the same change that ends where this one begins.
    if (first!.empty) changes[0] = joined(changes[0]!, added.join(''));
    else changes.push(changeTo(first!.end, first!.end, added.join('')));
  }
  for (const paragraph of others) changes.push(...removed(paragraph, text));
  return changes;
}

const joined = (change: Change, more: string): Change =>
  changeTo(change.start, change.end, change.content + more);

/** A paragraph goes, or only its text where something that has two ends begins or ends in it. */
function removed(paragraph: Node, text: PartText): Change[] {
  const paired = /(?:bookmark|comment\w*|perm|moveFrom\w*|moveTo\w*|customXml\w*)(?:Start|End)\b/;
  if (!paired.test(text.source(paragraph))) return [changeTo(paragraph.start, paragraph.end, '')];
  return [...below(paragraph, 'r')].filter(showsText).map(({ start, end }) => changeTo(start, end, ''));
}

function unnumbered(properties: Node | null, text: PartText): string {
  if (!properties) return '';
  let source = '';
  let at = properties.start;
  for (const child of properties.children) {
    if (child.name !== 'numPr' && child.name !== 'sectPr') continue;
    source += text.bytes.toString('utf8', at, child.start);
    at = child.end;
  }
  return source + text.bytes.toString('utf8', at, properties.end);
}

/** Puts a text behind a label: what stood there goes, and looks as that did. */
export function fillBehind(paragraph: Node, offset: number, value: string, text: PartText): Change[] {
  const runs = [...below(paragraph, 'r')].filter((run) => !run.empty && showsText(run));
  let at = 0;
  for (const [i, run] of runs.entries()) {
    const length = text.runText(run).length;
    if (at + length < offset) {
      at += length;
      continue;
    }
    const label = text.runText(run).slice(0, offset - at);
    const from = childOf(run, 'rPr')?.end ?? run.openEnd;
    const next = runs[i + 1];
    const looks = text.source(childOf(next ?? run, 'rPr'));
    const { prefix } = run;
    const answer = value === '' ? '' : `<${prefix}r>${looks}${runContent(` ${value}`, prefix)}</${prefix}r>`;
    return [
      changeTo(from, run.closeStart, runContent(label, prefix)),
      changeTo(run.end, run.end, answer),
      ...runs.slice(i + 1).map(({ start, end }) => changeTo(start, end, '')),
    ];
  }
  return fill(paragraph, value, text);
}

/** An attribute of an element's own prefix gets a value. */
export function setAttribute(node: Node, name: string, value: string, text: PartText): Change {
  const span = text.tag(node).attributeSpan(name);
  let end = node.empty ? text.bytes.lastIndexOf('/', node.openEnd - 1) : node.openEnd - 1;
  while (text.bytes[end - 1]! <= 0x20) end--;
  const place = span ?? { start: end, end };
  return changeTo(place.start, place.end, ` ${node.prefix}${name}="${escapeXml(value)}"`);
}
