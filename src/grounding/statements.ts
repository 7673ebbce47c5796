import type { Span } from '../formats/index.js';
import { sentencesOf } from '../knowledge/index.js';
import { isEngineText } from './engine-texts.js';

/** A sentence of an answer, list item or table row, with the markers that stand for it. */
export interface Statement extends Span {
  /** Its words, without markers and Markdown, and without what only introduces a quotation. */
  text: string;
  /** Whether it claims anything that a source would have to support. */
  claims: boolean;
  /** Numbers of the sources it cites; where it has no marker, those of the next sentence that has. */
  markers: number[];
}

const MARKER = /\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\](?!\()/g;
const QUOTE_SIGNS = /^(?:[^\S\n]*>)+\s?/gm;
const LEADING_MARKERS = /^(?:\s*\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\](?!\())+[.,;:]?\s*/;
/** An introduction longer than this says more than what follows. */
const INTRODUCES_WITHIN = 12;

/** Cuts the Markdown of an answer into what it states. Offsets refer to `text`; white space belongs to nothing. */
export function statementsOf(text: string): Statement[] {
  const spans = withTheirMarkers(text);
  const statements = spans.map(({ start, end }): Statement => {
    const raw = text.slice(start, end);
    return { start, end, text: bare(raw), claims: claims(raw), markers: markersIn(raw) };
  });
  let next: number[] = [];
  for (const statement of statements.toReversed()) {
    if (statement.markers.length > 0) next = statement.markers;
    else statement.markers = next;
  }
  return statements;
}

/** "It is encrypted. [1] Keys rotate." – a marker behind the full stop belongs to the sentence before it. */
function withTheirMarkers(text: string): Span[] {
  const spans: Span[] = [];
  for (const span of sentencesOf(text)) {
    const previous = spans.at(-1);
    const lead = previous ? (LEADING_MARKERS.exec(text.slice(span.start, span.end))?.[0] ?? '') : '';
    if (previous && lead !== '') previous.end = span.start + lead.trimEnd().length;
    if (lead.length < span.end - span.start) spans.push({ start: span.start + lead.length, end: span.end });
  }
  return spans;
}

const markersIn = (text: string): number[] => [
  ...new Set([...text.matchAll(MARKER)].flatMap(([, list]) => list!.split(/[,;]/).map(Number))),
];

/** The words of Markdown, without markers. */
export const bareText = (markdown: string): string =>
  statementsOf(markdown)
    .map(({ text }) => text)
    .join('\n\n');

function bare(raw: string): string {
  return raw
    .replace(MARKER, ' ')
    .replace(/!?\[([^[\]]*)\]\([^)\s]*\)/g, '$1')
    .replace(QUOTE_SIGNS, '')
    .replace(/^\s*(?:[-*+•]|\d{1,3}[.)])\s+/, '')
    .replace(/[*_`~|]+/g, ' ')
    .replace(/^[^:“”"\n]{1,80}:\s+(?=[“"])/, '')
    .trim();
}

function claims(raw: string): boolean {
  const line = raw.replace(MARKER, '').replace(QUOTE_SIGNS, '').trim();
  const plain = bare(raw);
  if (!/[\p{L}\p{N}]/u.test(plain) || isEngineText(line)) return false;
  if (/^#{1,6}\s/.test(line) || /^(?:[-*+]\s+)?\*\*[^*\n]+\*\*:?$/.test(line)) return false;
  if (!/:["”’*_)]*$/.test(line)) return true;
  // "We comply as follows:" introduces; "We hold FedRAMP High and 3 more:" claims.
  const words = plain.split(/\s+/);
  return words.length > INTRODUCES_WITHIN || words.slice(1).some((word) => /[\p{Lu}\p{N}]/u.test(word));
}
