import type { Span } from '../formats/index.js';
import {
  canonicalStem,
  type Hit,
  hasPlaceholder,
  isEvidence,
  isStopWord,
  sentencesOf,
  sentenceVoice,
  spelledOut,
  type Voice,
  voiceOf,
  wordsOf,
} from '../knowledge/index.js';
import { isOfOther, othersIn } from './others.js';
import { type Table, type TableRow, tablesIn } from './tables.js';

/** What a passage is cut into: a sentence, list item or table row, with who says it and how it stands. */
export interface Unit extends Span {
  hit: Hit;
  /** Its place among the units of the passage. */
  index: number;
  text: string;
  stems: Set<string>;
  words: number;
  voice: Voice | null;
  /** Whether it may be quoted in answer to a question: see `isEvidence`. */
  isEvidence: boolean;
  /** Whether a blank line, or the end of a table or list, stands before it. */
  opensParagraph: boolean;
  /** Set for rows of tables. */
  row: { table: Table; row: TableRow } | null;
}

/** What one passage contributes to an answer: a run of its sentences, or rows of a table put as sentences. */
export interface Quote extends Span {
  hit: Hit;
  /** Its units, in order; what is not evidence stands there for its context. */
  units: Unit[];
  /** Topic stems that its evidence holds. */
  stems: Set<string>;
  /** Shown in place of the slice of the passage, where that would not be understood. */
  shown: string | null;
  /** What else has to be quoted to show what is shown: the header of the table. */
  also: Span | null;
  /** Whether it is a cell whose row and column the question names: it answers, whatever else is asked with it. */
  isCell?: boolean;
  /** Whether the question has all the words of that row's label and of that column. */
  isNamed?: boolean;
}

/** Distinct stems of the words that carry meaning, words that say the same as one. */
export const stemsIn = (text: string): Set<string> =>
  new Set(
    wordsOf(spelledOut(text))
      .filter(({ word }) => !isStopWord(word))
      .map(({ stem }) => canonicalStem(stem)),
  );

/** Refers to what the sentence before it speaks of, and so to whom. */
const POINTS_TO_SUBJECT = /^(?:it|its|they|their|this|these|those|both|he|she|such)\b/i;

/** The units of a passage, in order; all of its text but headers of tables. */
export function unitsOf(hit: Hit): Unit[] {
  const of = voiceOf(hit);
  const units: Unit[] = [];
  const others = othersIn(hit);
  for (const { span, row } of piecesOf(hit.text)) {
    const text = hit.text.slice(span.start, span.end);
    const before = units.at(-1);
    const opensParagraph =
      !before || /\n\s*\n/.test(hit.text.slice(before.end, span.start)) || !before.row !== !row;
    const own = of === null ? null : voiceIn(row ? row.row.cells.join(' | ') : text, of, hit.section);
    if (own?.speaker === 'US' && isOfOther(text, others)) own.speaker = 'THIRD_PARTY';
    const voice = before && !opensParagraph && POINTS_TO_SUBJECT.test(text) ? inherited(own, before) : own;
    units.push({
      ...span,
      hit,
      index: units.length,
      text,
      stems: stemsIn(row ? row.row.cells.join(' ') : text),
      words: wordsOf(text).length,
      voice,
      isEvidence: isEvidence(voice) && !hasPlaceholder(text),
      opensParagraph,
      row,
    });
  }
  return units;
}

/** What is wanted, not what is. */
const AIMED_AT =
  /\b(?:desired|target|future|planned) (?:end[- ])?states?\b|\broad[- ]?map\b|\b(?:planned|upcoming|future) (?:features|work|improvements|changes|releases?)\b|\bcoming soon\b/i;
/** "**Use**, i.e. how is it used?": a list item explains its name by a question, and asks nothing. */
const NAMED_ITEM = /^(?:[-*+•]|\d{1,3}[.)])\s+\*\*[^*?]+\*\*/;

function voiceIn(text: string, of: Voice, section: string | null): Voice {
  const voice = sentenceVoice(text, of);
  if (voice.stance === 'QUESTION' && of.speaker === 'US' && isEvidence(of) && NAMED_ITEM.test(text))
    return { speaker: 'US', stance: 'ASSERTED' };
  return isEvidence(voice) && AIMED_AT.test(section ?? '') ? { ...voice, stance: 'PLANNED' } : voice;
}

/** "Our host is Contoso. It holds ISO 27001." – nor does the second sentence speak of us. */
const inherited = (own: Voice | null, before: Unit): Voice | null =>
  own !== null && before.voice !== null && isEvidence(own) && !before.isEvidence ? before.voice : own;

function piecesOf(text: string): { span: Span; row: Unit['row'] }[] {
  const pieces: { span: Span; row: Unit['row'] }[] = [];
  const prose = (start: number, end: number) => {
    for (const span of sentencesOf(text.slice(start, end)))
      pieces.push({ span: { start: start + span.start, end: start + span.end }, row: null });
  };
  let at = 0;
  for (const table of tablesIn(text)) {
    const all = [...(table.header ? [table.header] : []), ...table.rows];
    prose(at, all[0]!.start);
    for (const row of table.rows)
      pieces.push({ span: { start: row.start, end: row.end }, row: { table, row } });
    at = all.at(-1)!.end;
  }
  prose(at, text.length);
  return pieces.filter(({ span }) => /[\p{L}\p{N}]/u.test(text.slice(span.start, span.end)));
}
