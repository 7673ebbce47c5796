import { confidenceOf } from './confidence.js';
import { NOT_SUFFICIENT, NOTHING_FOUND, nearestPassage } from './engine-texts.js';
import { cited, inQuoteBlock } from './markdown.js';
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
export function draftByRules({ question, kind, passages }: DraftAnswerInput): DraftedAnswer {
  const topic = topicOf(question);
  const quotes = selectQuotes(topic, passages);
  if (quotes.length === 0)
    return {
      text: NOTHING_FOUND,
      sources: [],
      sentences: supportOf(NOTHING_FOUND, []).sentences,
      confidence: 0,
      status: 'NEEDS_INPUT',
    };
  const score = Math.max(...quotes.map(({ hit }) => hit.score));
  const coverage = coverageOf(topic, quotes);
  const sufficient = score >= SUFFICIENT_SCORE && coverage >= SUFFICIENT_COVERAGE;
  const shown = sufficient ? quotes : quotes.slice(0, 1);
  const text = sufficient ? composed(kind, shown) : nearest(shown[0]!);
  const sources = shown.map((quote) => sourceOf(quote.hit, quote));
  const { sentences, share } = supportOf(text, sources);
  const supported = share ?? 1;
  return {
    text,
    sources,
    sentences,
    confidence: confidenceOf({ score, coverage, sameQuestion: null, dropped: 0, supported, sufficient }),
    status: sufficient ? 'DRAFTED' : 'NEEDS_INPUT',
  };
}

function composed(kind: DraftAnswerInput['kind'], quotes: Quote[]): string {
  const put = kind === 'question' ? cited : stated;
  return quotes.map((quote, i) => put(textOf(quote), i + 1)).join('\n\n');
}

function nearest(quote: Quote): string {
  const place = [quote.hit.title, quote.hit.section].filter(Boolean).join(', ');
  return `${NOT_SUFFICIENT}\n\n${nearestPassage(place)}\n\n${inQuoteBlock(cited(textOf(quote), 1))}`;
}

const textOf = ({ hit, start, end }: Quote) => readable(hit.text.slice(start, end));

/** Line breaks that only wrap a line become spaces; those of lists and tables stay. */
function readable(text: string): string {
  return text.replace(/(?<!\n)[ \t]*\n(?!\s*(?:\n|[-*+•|]|\d{1,3}[.)]\s))[ \t]*/g, ' ');
}

function stated(text: string, number: number): string {
  if (text.includes('\n')) return `The knowledge base states:\n\n${inQuoteBlock(cited(text, number))}`;
  return `The knowledge base states: ${cited(/["“”]/.test(text) ? text : `“${text}”`, number)}`;
}
