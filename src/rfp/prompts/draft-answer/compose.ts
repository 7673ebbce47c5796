import type { Span } from '../../../formats/index.js';
import type { DraftedSource, Grounds } from '../../../grounding/index.js';
import {
  cited,
  harmless,
  inQuoteBlock,
  NOT_SUFFICIENT,
  NOTHING_FOUND,
  nearestPassage,
  notAnswered,
  type Quote,
  rowText,
  SOURCES_DIFFER,
  sourceOf,
  supportOf,
  type Unit,
  unitsOf,
  whatDiffers,
  whatWasFound,
  withContext,
} from '../../../grounding/index.js';
import { type Hit, isEvidence, type Voice } from '../../../knowledge/index.js';
import type { Conflict } from './conflict.js';
import type { Composed, DraftAnswerInput, Lack } from './types.js';

/** Quotes as an answer. */
export const stated = (kind: DraftAnswerInput['kind'], quotes: Quote[], grounds: Grounds): Composed =>
  composed(bodyOf(kind, quotes), null, grounds);

/** Quotes that answer a part of what is asked, and what is missing. */
export function missing(
  kind: DraftAnswerInput['kind'],
  quotes: Quote[],
  left: string[],
  grounds: Grounds,
): Composed {
  const { text, sources } = bodyOf(kind, quotes);
  const told = `${text}\n\n${notAnswered(left.map((part) => harmless(part, [])))}`;
  return composed({ text: told, sources }, 'PART', grounds);
}

/** Two sources that cannot both hold, with where they stand and since when. */
export function differing({ one, other, difference }: Conflict, grounds: Grounds): Composed {
  const sources: DraftedSource[] = [];
  const sides = [one, other].map((unit) => {
    const quote = aroundOf(unit);
    return `${accordingTo(unit.hit)}\n\n${inQuoteBlock(citedIn(quote, sources))}`;
  });
  return composed(
    { text: [SOURCES_DIFFER, whatDiffers(difference), ...sides].join('\n\n'), sources },
    'AGREEMENT',
    grounds,
  );
}

/** What comes nearest, where nothing answers. */
export function nearest(quote: Quote, grounds: Grounds): Composed {
  const sources: DraftedSource[] = [];
  const body = inQuoteBlock(citedIn(quote, sources));
  const text = `${NOT_SUFFICIENT}\n\n${nearestPassage(placeOf(quote.hit))}\n\n${body}`;
  return composed({ text, sources }, 'EVIDENCE', grounds);
}

/** What speaks of it but is no statement of ours: shown as what it is, and no source of anything. */
export function found(quote: Quote): Composed {
  const whose = [
    ...new Set(quote.units.filter((unit) => !unit.isEvidence).map(({ voice }) => nameOf(voice))),
  ];
  const head = whatWasFound(whose.join(' and '), placeOf(quote.hit));
  const text = `${NOT_SUFFICIENT}\n\n${head}\n\n${inQuoteBlock(textOf(quote))}`;
  return { ...composed({ text, sources: [] }, 'EVIDENCE', null), sentences: supportOf(text, []).sentences };
}

export const nothing = (): Composed => composed({ text: NOTHING_FOUND, sources: [] }, 'EVIDENCE', null);

function nameOf(voice: Voice | null): string {
  if (voice === null) return 'a text of which nobody has looked yet who speaks in it';
  if (voice.speaker === 'TEMPLATE' || voice.stance === 'PLACEHOLDER')
    return 'a text that is still to be filled in';
  if (voice.speaker === 'BUYER') return 'the buyer’s wording';
  if (voice.stance === 'QUESTION') return 'a question';
  if (voice.speaker === 'THIRD_PARTY') return 'a statement about another party';
  return voice.stance === 'PLANNED'
    ? 'a plan'
    : isEvidence(voice)
      ? 'a text with a placeholder'
      : 'a statement under a condition';
}

function composed(
  { text, sources }: { text: string; sources: DraftedSource[] },
  lacks: Lack | null,
  grounds: Grounds | null,
): Composed {
  const { sentences, share } = supportOf(text, sources);
  return {
    text,
    sources,
    sentences,
    status: lacks === null ? 'DRAFTED' : 'NEEDS_INPUT',
    lacks,
    grounds: grounds && {
      ...grounds,
      supported: share ?? 1,
      sufficient: grounds.sufficient && lacks === null,
    },
  };
}

function bodyOf(kind: DraftAnswerInput['kind'], quotes: Quote[]) {
  const sources: DraftedSource[] = [];
  const put = kind === 'question' ? citedIn : statedIn;
  return { text: quotes.map((quote) => put(quote, sources)).join('\n\n'), sources };
}

/** The text of a quote with the markers of its sources, which are added to the list. */
function citedIn(quote: Quote, sources: DraftedSource[]): string {
  return numbersFor(quote, sources).reduce(
    (text, number, i) => (i === 0 ? cited(text, number) : `${text}[${number}]`),
    textOf(quote),
  );
}

function statedIn(quote: Quote, sources: DraftedSource[]): string {
  const text = textOf(quote);
  const numbers = numbersFor(quote, sources);
  const marked = (text: string) =>
    numbers.reduce((text, number, i) => (i === 0 ? cited(text, number) : `${text}[${number}]`), text);
  if (text.includes('\n')) return `The knowledge base states:\n\n${inQuoteBlock(marked(text))}`;
  return `The knowledge base states: ${marked(/["“”]/.test(text) ? text : `“${text}”`)}`;
}

function numbersFor({ hit, start, end, also }: Quote, sources: DraftedSource[]): number[] {
  const spans: Span[] = also ? [also, { start, end }] : [{ start, end }];
  return spans.map((span) => {
    const source = sourceOf(hit, span);
    const at = sources.findIndex(
      ({ passageId, quoteStart, quoteEnd }) =>
        passageId === source.passageId && quoteStart === source.quoteStart && quoteEnd === source.quoteEnd,
    );
    return at >= 0 ? at + 1 : sources.push(source);
  });
}

function textOf({ hit, start, end, shown }: Quote): string {
  const slice = hit.text.slice(start, end);
  return shown === null ? harmless(readable(slice), [slice]) : harmless(shown, [slice]);
}

/** Line breaks that only wrap a line become spaces; those of lists and tables stay. */
const readable = (text: string): string =>
  text.replace(/(?<!\n)[ \t]*\n(?!\s*(?:\n|[-*+•|]|\d{1,3}[.)]\s))[ \t]*/g, ' ');

const placeOf = ({ title, section }: Hit) => harmless([title, section].filter(Boolean).join(', '), []);

const accordingTo = (hit: Hit) =>
  `According to “${placeOf(hit)}”, in use since ${hit.contentAt.toISOString().slice(0, 10)}:`;

/** A unit as a quote of its own, with what must be quoted with it. */
function aroundOf(unit: Unit): Quote {
  const { hit, row, stems } = unit;
  const quote = { hit, units: [unit], stems, start: unit.start, end: unit.end, shown: null, also: null };
  if (row !== null) {
    const columns = row.row.cells.map((_, column) => column);
    return { ...quote, shown: rowText(row.table, row.row, columns), also: row.table.header };
  }
  const own = unitsOf(hit);
  const indexes = new Set(withContext(own, unit.index, unit.index));
  let [first, last] = [unit.index, unit.index];
  while (indexes.has(first - 1)) first--;
  while (indexes.has(last + 1)) last++;
  return { ...quote, start: own[first]!.start, end: own[last]!.end, units: own.slice(first, last + 1) };
}
