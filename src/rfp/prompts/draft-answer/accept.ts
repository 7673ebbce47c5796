import type { DraftedSource } from '../../../grounding/index.js';
import {
  confidenceOf,
  findQuote,
  harmless,
  isGround,
  NOTHING_FOUND,
  type Quote,
  renumbered,
  sourceOf,
  statementsOf,
  stemsIn,
  supportOf,
  unitsIn,
} from '../../../grounding/index.js';
import type { Hit } from '../../../knowledge/index.js';
import { found as foundOnly } from './compose.js';
import type { DraftAnswerReply } from './schema.js';
import { coverageOf } from './select.js';
import { topicOf } from './topic.js';
import type { DraftAnswerInput, DraftedAnswer } from './types.js';

/**
 * Takes a model's draft as far as its quotes exist and are evidence: statements of ours. A quote that is in none of the
 * passages is dropped with its marker, and what rests on somebody else's words alone is taken out; the rest is numbered
 * anew. Without any quote left the draft needs a person, whatever it claims. Pictures, and links that no quote names, are
 * taken out.
 */
export function acceptDraft(reply: DraftAnswerReply, input: DraftAnswerInput): DraftedAnswer {
  const quotes = reply.quotes.map(({ passage, quote }) => locate(quote, passage, input.passages));
  const found = quotes.map((quote) =>
    quote && isGround(quote.hit, quote) ? sourceOf(quote.hit, quote) : null,
  );
  const others = quotes.filter((quote): quote is Quote => quote !== null && !isGround(quote.hit, quote));
  const sources: DraftedSource[] = [];
  /** For each quote the number of its source, from 1; null for one that was dropped. */
  const numbers = found.map((source) => {
    if (source === null) return null;
    const same = sources.findIndex(
      ({ passageId, quoteStart, quoteEnd }) =>
        passageId === source.passageId && quoteStart === source.quoteStart && quoteEnd === source.quoteEnd,
    );
    return same >= 0 ? same + 1 : sources.push(source);
  });
  if (sources.length === 0 && others.length > 0) {
    const { text, sentences } = foundOnly(others[0]!);
    return { text, sources, sentences, confidence: 0, status: 'NEEDS_INPUT' };
  }
  const quoted = sources.map(({ text }) => text);
  const own = withoutOthers(reply.answer, quotes);
  const answer = markedAnew(harmless(own, quoted).trim(), numbers, sources.length);
  // A marker that went may have stood in the middle of something.
  const text = harmless(answer, quoted).trim();
  const sufficient = reply.sufficient && sources.length > 0 && text !== '' && own === reply.answer;
  const shown = text === '' ? NOTHING_FOUND : text;
  const { sentences, share } = supportOf(shown, sources);
  const grounds = { dropped: shareOf(found), supported: share ?? 1, sufficient };
  const confidence = sources.length === 0 ? 0 : confidenceOf({ ...groundsOf(input, sources), ...grounds });
  const status = sufficient && confidence >= input.needsInputBelow ? 'DRAFTED' : 'NEEDS_INPUT';
  return { text: shown, sources, sentences, confidence, status };
}

/** The quote in the passage that the model names, else in another one that it was shown. */
function locate(quote: string, number: number, passages: Hit[]): Quote | null {
  const named = passages[number - 1];
  for (const hit of named ? [named, ...passages.filter((other) => other !== named)] : passages) {
    const span = findQuote(hit.text, quote);
    if (!span) continue;
    return { ...span, hit, units: unitsIn(hit, span), stems: stemsIn(quote), shown: null, also: null };
  }
  return null;
}

/** The answer without the statements that cite nothing but quotes of what is no evidence. */
function withoutOthers(answer: string, quotes: (Quote | null)[]): string {
  const isOther = (number: number) => {
    const quote = quotes[number - 1];
    return quote != null && !isGround(quote.hit, quote);
  };
  let kept = '';
  let at = 0;
  for (const { start, end, markers } of statementsOf(answer)) {
    if (markers.length === 0 || !markers.every(isOther)) continue;
    kept += answer.slice(at, start);
    at = end;
  }
  return kept + answer.slice(at);
}

const shareOf = (found: (DraftedSource | null)[]) =>
  found.length === 0 ? 0 : found.filter((source) => source === null).length / found.length;

function groundsOf({ question, passages }: DraftAnswerInput, sources: DraftedSource[]) {
  const quotes = sources.map(({ passageId, text }) => ({
    hit: passages.find((hit) => hit.passageId === passageId)!,
    stems: stemsIn(text),
  }));
  return {
    score: Math.max(...sources.map(({ score }) => score)),
    coverage: coverageOf(topicOf(question).stems, quotes),
    pick: null,
    sameQuestion: null,
  };
}

/** Markers follow their sources; those of dropped or unknown quotes go. Sources without a marker are named at the end. */
function markedAnew(answer: string, numbers: (number | null)[], sources: number): string {
  const used = new Set<number | null>();
  const text = renumbered(answer, (number) => {
    const now = numbers[number - 1] ?? null;
    used.add(now);
    return now;
  }).trim();
  const rest = Array.from({ length: sources }, (_, i) => i + 1).filter((number) => !used.has(number));
  return text === '' || rest.length === 0 ? text : `${text} ${rest.map((number) => `[${number}]`).join('')}`;
}
