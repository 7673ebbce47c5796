// Pure: how a document says which of its text is whose answer.

/** An answer as it stands in a document. */
export interface AnchoredAnswer {
  /** Of its question, from 1. */
  position: number;
  /** The answer itself, without the space around it. */
  text: string;
  /** Where that text stands in the content, in UTF-16 code units. */
  start: number;
  end: number;
  /** Where it stands with its anchors. */
  outer: Range;
}

interface Range {
  start: number;
  end: number;
}

/** The sources printed under an answer. */
interface AnchoredSources extends AnchoredAnswer {
  /** Of the text as it was generated; the text has another one where a person changed it. */
  hash: string;
}

export interface Anchors {
  answers: Map<number, AnchoredAnswer>;
  sources: Map<number, AnchoredSources>;
  /** Anchors that lead nowhere: without their other half, or several of one answer. */
  strays: Range[];
}

const TAG = /<!--[ \t]*(?:(answer|sources):(\d{1,9})(?:[ \t]+([0-9a-f]{8}))?|\/(answer|sources))[ \t]*-->/g;

export const answerAnchor = (position: number, text: string): string =>
  `<!-- answer:${position} -->\n${padded(escaped(text.trim()))}<!-- /answer -->`;

export const sourcesAnchor = (position: number, hash: string, text: string): string =>
  `<!-- sources:${position} ${hash} -->\n${padded(text)}<!-- /sources -->`;

const padded = (text: string) => (text ? `\n${text}\n\n` : '');

// What looks like an anchor within an answer gets a backslash, and one that has backslashes gets one more.
const escaped = (text: string) => text.replace(/<!--([ \t]*\\*)(\/?(?:answer|sources)\b)/g, '<!--$1\\$2');
const unescaped = (text: string) => text.replace(/<!--([ \t]*)\\(\\*\/?(?:answer|sources)\b)/g, '<!--$1$2');

interface Tag {
  name: string;
  /** Null for a closing one. */
  position: number | null;
  hash: string;
  start: number;
  end: number;
}

const tagsOf = (content: string): Tag[] =>
  [...content.matchAll(TAG)].map((match) => ({
    name: (match[1] ?? match[4])!,
    position: match[2] ? Number(match[2]) : null,
    hash: match[3] ?? '',
    start: match.index,
    end: match.index + match[0].length,
  }));

/** The anchors of a document, in one pass over it. */
export function readAnchors(content: string): Anchors {
  const pairs: { open: Tag; close: Tag }[] = [];
  const strays: Tag[] = [];
  let open: Tag | null = null;
  for (const tag of tagsOf(content)) {
    if (open && tag.position === null && tag.name === open.name) {
      pairs.push({ open, close: tag });
      open = null;
      continue;
    }
    if (open) strays.push(open);
    open = tag.position === null ? null : tag;
    if (!open) strays.push(tag);
  }
  if (open) strays.push(open);

  const keyOf = ({ name, position }: Tag) => `${name} ${position}`;
  const counts = new Map<string, number>();
  for (const pair of pairs) counts.set(keyOf(pair.open), (counts.get(keyOf(pair.open)) ?? 0) + 1);

  const anchors: Anchors = { answers: new Map(), sources: new Map(), strays };
  for (const pair of pairs) {
    if (counts.get(keyOf(pair.open)) !== 1) strays.push(pair.open, pair.close);
    else if (pair.open.name === 'answer') {
      const inner = between(content, pair);
      anchors.answers.set(inner.position, { ...inner, text: unescaped(inner.text) });
    } else anchors.sources.set(pair.open.position!, { ...between(content, pair), hash: pair.open.hash });
  }
  return anchors;
}

function between(content: string, { open, close }: { open: Tag; close: Tag }): AnchoredAnswer {
  const whole = content.slice(open.end, close.start);
  const text = whole.trim();
  const start = text ? open.end + (whole.length - whole.trimStart().length) : open.end;
  const outer = { start: open.start, end: close.end };
  return { position: open.position!, text, start, end: start + text.length, outer };
}

/** The content with the anchors of these answers, and all that lead nowhere, taken out; the texts stay. */
export function withoutAnchors(content: string, isDropped: (position: number) => boolean): string {
  const { strays } = readAnchors(content);
  const starts = new Set(strays.map(({ start }) => start));
  let closing = false;
  const dropped = tagsOf(content).filter((tag) => {
    if (starts.has(tag.start)) return true;
    if (tag.position !== null) closing = isDropped(tag.position);
    return closing;
  });
  return cut(content, dropped);
}

/** Takes each range out, and the line it stood on where nothing else is on it. */
function cut(content: string, ranges: Range[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of ranges) {
    parts.push(content.slice(from, start));
    const alone = (start === 0 || content[start - 1] === '\n') && content[end] === '\n';
    from = alone ? end + 1 : end;
  }
  return [...parts, content.slice(from)].join('');
}

/**
 * The content with other texts in its anchors. Everything else stays as it is, to the letter.
 * @param answers by position; those not given, or equal to what stands there, stay
 * @param sources by position, as they are generated; they replace only what no person has changed
 * @param hashOf of a text of sources
 */
export function withAnswers(
  content: string,
  answers: ReadonlyMap<number, string>,
  sources: ReadonlyMap<number, string>,
  hashOf: (text: string) => string,
): string {
  const anchors = readAnchors(content);
  const edits: (Range & { text: string })[] = [];
  for (const [position, anchored] of anchors.answers) {
    const text = answers.get(position)?.trim();
    if (text !== undefined && text !== anchored.text)
      edits.push({ ...anchored.outer, text: answerAnchor(position, text) });
  }
  for (const [position, anchored] of anchors.sources) {
    const text = sources.get(position);
    const isOurs = hashOf(anchored.text) === anchored.hash;
    if (text !== undefined && isOurs && text !== anchored.text)
      edits.push({ ...anchored.outer, text: sourcesAnchor(position, hashOf(text), text) });
  }
  const parts: string[] = [];
  let from = 0;
  for (const { start, end, text } of edits.toSorted((one, other) => one.start - other.start)) {
    parts.push(content.slice(from, start), text);
    from = end;
  }
  return [...parts, content.slice(from)].join('');
}
