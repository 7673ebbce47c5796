import type { Block, ExtractedDocument, Span } from '../formats/index.js';
import { sentencesOf } from './sentences.js';

/** What is never cut: a paragraph, a table row, or a sentence of a paragraph that is too long. */
export interface Atom extends Span {
  page: number | null;
  words: number;
  /** Whether it is the beginning of a block. */
  opensBlock: boolean;
  /** Whether it announces what follows it, by a colon at its end. */
  leads: boolean;
  /** Rows of tables: whether it is the first of its table, and how many words that table has. */
  table: { first: boolean; words: number } | null;
}

const countWords = (text: string) => text.match(/\S+/g)?.length ?? 0;

/** @param most longer blocks, in words, are cut into sentences, and longer sentences between words */
export function atomsOf(document: ExtractedDocument, blocks: Block[], most: number): Atom[] {
  const tables = tableWords(blocks);
  const seen = new Set<number>();
  return blocks.flatMap((block) => {
    const number = block.row?.table;
    const table = number === undefined ? null : { first: !seen.has(number), words: tables.get(number) ?? 0 };
    if (number !== undefined) seen.add(number);
    return piecesOf(document.text, block, most).map((span, i) => {
      const text = document.text.slice(span.start, span.end);
      const words = countWords(text);
      return { ...span, page: block.page, words, opensBlock: i === 0, leads: text.endsWith(':'), table };
    });
  });
}

function tableWords(blocks: Block[]): Map<number, number> {
  const words = new Map<number, number>();
  for (const { row, text } of blocks) {
    if (row) words.set(row.table, (words.get(row.table) ?? 0) + countWords(text));
  }
  return words;
}

function piecesOf(text: string, block: Block, most: number): Span[] {
  if (countWords(block.text) <= most) return [{ start: block.start, end: block.end }];
  return sentencesOf(block.text).flatMap(({ start, end }) =>
    cutBetweenWords(text, { start: block.start + start, end: block.start + end }, most),
  );
}

function cutBetweenWords(text: string, { start, end }: Span, most: number): Span[] {
  const words = [...text.slice(start, end).matchAll(/\S+/g)];
  const spans: Span[] = [];
  for (let i = 0; i < words.length; i += most) {
    const first = words[i]!;
    const last = words[Math.min(i + most, words.length) - 1]!;
    spans.push({ start: start + first.index, end: start + last.index + last[0].length });
  }
  return spans;
}
