import type { Span } from '../formats/types.js';
import { sentencesOf } from './sentences.js';
import { wordsOf } from './words.js';

/** A snippet ends with the sentence that passes this many characters. */
const SNIPPET_LENGTH = 240;

/**
 * Where the words of a query stand in a text. Words that stand together make one span.
 * @param lexemes stems that count as found
 */
export function highlightsIn(text: string, lexemes: ReadonlySet<string>): Span[] {
  const spans: Span[] = [];
  for (const { stem, start, end } of wordsOf(text)) {
    if (!lexemes.has(stem)) continue;
    const last = spans.at(-1);
    if (last && /^[ -]$/.test(text.slice(last.end, start))) last.end = end;
    else spans.push({ start, end });
  }
  return spans;
}

/**
 * The sentences that hold most of what was looked for, with `<mark>` around it and everything else escaped, so that it
 * can be put into a page as it is.
 */
export function snippetOf(text: string, highlights: Span[], most = SNIPPET_LENGTH): string {
  const { start, end } = windowOf(text, highlights, most);
  let marked = start > 0 ? '… ' : '';
  let at = start;
  for (const span of highlights) {
    if (span.end <= start || span.start >= end) continue;
    const from = Math.max(span.start, start);
    const to = Math.min(span.end, end);
    marked += `${escaped(text.slice(at, from))}<mark>${escaped(text.slice(from, to))}</mark>`;
    at = to;
  }
  return `${marked}${escaped(text.slice(at, end))}${end < text.trimEnd().length ? ' …' : ''}`;
}

function windowOf(text: string, highlights: Span[], most: number): Span {
  const sentences = sentencesOf(text);
  const distinct = (from: number, to: number) =>
    new Set(
      highlights
        .filter(({ start, end }) => start >= from && end <= to)
        .map(({ start, end }) => text.slice(start, end).toLowerCase()),
    ).size;
  let best: Span & { found: number } = { start: 0, end: 0, found: -1 };
  for (const [i, { start }] of sentences.entries()) {
    let end = sentences[i]!.end;
    for (const next of sentences.slice(i + 1)) {
      if (next.end - start > most) break;
      end = next.end;
    }
    const found = distinct(start, end);
    if (found > best.found) best = { start, end, found };
  }
  return best.end - best.start <= most * 2 ? best : aroundFirst(text, best, highlights, most);
}

/** A sentence that is too long is cut between words, around its first highlight. */
function aroundFirst(text: string, sentence: Span, highlights: Span[], most: number): Span {
  const first = highlights.find(({ start }) => start >= sentence.start && start < sentence.end);
  const wanted = Math.max(sentence.start, (first?.start ?? sentence.start) - most / 4);
  const start = wanted === sentence.start ? wanted : text.indexOf(' ', wanted) + 1 || sentence.start;
  const last = text.lastIndexOf(' ', start + most);
  return { start, end: last > start ? Math.min(last, sentence.end) : Math.min(start + most, sentence.end) };
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
