import { confidenceOf, type Grounds } from './confidence.js';
import { NOT_SUFFICIENT, NOTHING_FOUND, nearestPassage } from './engine-texts.js';
import { harmless } from './harmless.js';
import { cited, inQuoteBlock } from './markdown.js';
import { pickOf } from './pick.js';
import { sourceOf } from './quotes.js';
import { coverageOf, type Quote, selectQuotes, topicOf } from './select.js';
import { supportOf } from './support.js';
import type { DraftAnswerInput, DraftedAnswer } from './types.js';

/** Below this a hit is more often wrong than right; see `scoreOf` in the knowledge base's ranking. */
const SUFFICIENT_SCORE = 0.3;
const SUFFICIENT_COVERAGE = 0.45;

/**
 * Composes an answer of sentences quoted from the passages. It never says more than they do: what the knowledge base
 * states about a requirement is quoted, whether that meets the requirement is for a person to say.
 */
export function draftByRules(input: DraftAnswerInput): DraftedAnswer {
  const { grounds, ...draft } = composeByRules(input);
  return { ...draft, confidence: grounds === null ? 0 : confidenceOf(grounds) };
}

/** The answer, and what its confidence is drawn from; null where nothing was found at all. */
export function composeByRules({
  question,
  kind,
  passages,
}: DraftAnswerInput): Omit<DraftedAnswer, 'confidence'> & { grounds: Grounds | null } {
  const topic = topicOf(question);
  const quotes = selectQuotes(topic, passages);
  if (quotes.length === 0) {
    const { sentences } = supportOf(NOTHING_FOUND, []);
    return { text: NOTHING_FOUND, sources: [], sentences, status: 'NEEDS_INPUT', grounds: null };
  }
  const score = Math.max(...quotes.map(({ hit }) => hit.score));
  const coverage = coverageOf(topic, quotes);
  const sufficient = score >= SUFFICIENT_SCORE && coverage >= SUFFICIENT_COVERAGE;
  const shown = sufficient ? quotes : quotes.slice(0, 1);
  const text = sufficient ? composed(kind, shown) : nearest(shown[0]!);
  const sources = shown.map((quote) => sourceOf(quote.hit, quote));
  const { sentences, share } = supportOf(text, sources);
  const grounds = {
    score,
    coverage,
    pick: pickOf(topic, shown, passages),
    sameQuestion: null,
    dropped: 0,
    supported: share ?? 1,
    sufficient,
  };
  return { text, sources, sentences, status: sufficient ? 'DRAFTED' : 'NEEDS_INPUT', grounds };
}

function composed(kind: DraftAnswerInput['kind'], quotes: Quote[]): string {
  const put = kind === 'question' ? cited : stated;
  return quotes.map((quote, i) => put(textOf(quote), i + 1)).join('\n\n');
}

function nearest(quote: Quote): string {
  const place = harmless([quote.hit.title, quote.hit.section].filter(Boolean).join(', '), []);
  return `${NOT_SUFFICIENT}\n\n${nearestPassage(place)}\n\n${inQuoteBlock(cited(textOf(quote), 1))}`;
}

function textOf({ hit, start, end }: Quote): string {
  const quote = hit.text.slice(start, end);
  return harmless(readable(quote), [quote]);
}

/** Line breaks that only wrap a line become spaces; those of lists and tables stay. */
function readable(text: string): string {
  return text.replace(/(?<!\n)[ \t]*\n(?!\s*(?:\n|[-*+•|]|\d{1,3}[.)]\s))[ \t]*/g, ' ');
}

function stated(text: string, number: number): string {
  if (text.includes('\n')) return `The knowledge base states:\n\n${inQuoteBlock(cited(text, number))}`;
  return `The knowledge base states: ${cited(/["“”]/.test(text) ? text : `“${text}”`, number)}`;
}
