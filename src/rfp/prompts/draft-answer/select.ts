import type { Span } from '../../../documents/index.js';
import {
  GENERIC_STEMS,
  GENERIC_WEIGHT,
  type Hit,
  isStopWord,
  sentencesOf,
  topicWords,
  wordsOf,
} from '../../../knowledge/index.js';

/** A run of neighboring sentences of one passage. */
export interface Quote extends Span {
  hit: Hit;
  /** Topic stems it holds. */
  stems: Set<string>;
}

interface Sentence extends Span {
  hit: Hit;
  index: number;
  stems: Set<string>;
  words: number;
}

const MOST_QUOTES = 4;
const MOST_WORDS = 160;
/** An approved answer, or a passage under a heading that names the topic, is quoted whole up to this length. */
const WHOLE_WORDS = 110;
/** How much the heading above a sentence tells of it. */
const PLACE_WEIGHT = 0.4;
const LONGEST_SENTENCE = 90;
/** A passage this much weaker than the best is about something else. */
const NEAR_BEST = 0.4;
/** Points to a sentence before it, without which it cannot be understood. */
const POINTS_BACK =
  /^(?:it|its|this|these|those|they|their|such|both|he|she|in addition|additionally|also|however|furthermore|moreover|instead)\b/i;

/** Stems of what a question asks about; context and guidance help to find, but need not be answered. */
export const topicOf = (question: string): Set<string> =>
  new Set(wordsOf(topicWords(question).join(' ')).map(({ stem }) => stem));

/**
 * Share of the topic that the quotes speak of, 0 to 1. The question of a pair is spoken of by its answer; titles and
 * headings of passages count half.
 */
export function coverageOf(topic: Set<string>, quotes: Quote[]): number {
  if (topic.size === 0) return 0;
  const said = new Set(quotes.flatMap(({ hit, stems }) => [...stems, ...stemsIn(hit.question ?? '')]));
  const above = new Set(quotes.flatMap(({ hit }) => [...stemsIn(`${hit.title} ${hit.section ?? ''}`)]));
  const covered = sumOf(topic, (stem) => importance(stem) * (said.has(stem) ? 1 : above.has(stem) ? 0.5 : 0));
  return covered / sumOf(topic, importance);
}

export const importance = (stem: string) => (GENERIC_STEMS.has(stem) ? GENERIC_WEIGHT : 1);

export const stemsIn = (text: string) =>
  new Set(
    wordsOf(text)
      .filter(({ word }) => !isStopWord(word))
      .map(({ stem }) => stem),
  );

/**
 * Picks the sentences that say most about a topic: greedily, each time the one that adds most of what has not been
 * said yet. A sentence that points back comes with the one before it, one that ends in a colon with what it announces.
 */
export function selectQuotes(topic: Set<string>, passages: Hit[]): Quote[] {
  const best = passages[0]?.score ?? 0;
  const near = passages.filter(({ score }) => score >= best * NEAR_BEST);
  const sentences = near.flatMap(sentencesIn);
  const weight = weights(topic, sentences);
  const around = new Map(near.map((hit) => [hit, stemsIn(`${hit.title} ${hit.section ?? ''}`)]));
  const asked = new Map(near.map((hit) => [hit, stemsIn(hit.question ?? '')]));
  const chosen = new Map<Hit, Set<number>>();
  const said = new Set<string>();
  let words = 0;
  for (let quotes = 0; quotes < MOST_QUOTES; quotes++) {
    const next = bestOf(sentences, (sentence) => {
      if (chosen.get(sentence.hit)?.has(sentence.index) || sentence.words > LONGEST_SENTENCE) return 0;
      const gain = sumOf(sentence.stems, (stem) => (weight.get(stem) ?? 0) * (said.has(stem) ? 0.25 : 1));
      const place = sumOf(around.get(sentence.hit)!, (stem) => weight.get(stem) ?? 0);
      // What a pair says, it says of its question, in whatever words.
      const answers = sumOf(asked.get(sentence.hit)!, (stem) =>
        said.has(stem) || sentence.stems.has(stem) ? 0 : (weight.get(stem) ?? 0),
      );
      return (
        (gain + answers + (gain + answers > 0 ? PLACE_WEIGHT * place : 0)) *
        (0.2 + sentence.hit.score / best) *
        (isLabel(sentence) ? 0.2 : 1)
      );
    });
    if (!next) break;
    const fresh = sumOf(new Set([...next.stems, ...asked.get(next.hit)!]), (stem) =>
      said.has(stem) ? 0 : (weight.get(stem) ?? 0),
    );
    const run = withNeighbors(next, sentences, topic);
    const length = sumOf(run, ({ words }) => words);
    if (quotes > 0 && (fresh < 0.12 || words + length > MOST_WORDS)) break;
    const indexes = chosen.get(next.hit) ?? new Set();
    for (const sentence of run) {
      indexes.add(sentence.index);
      for (const stem of sentence.stems) said.add(stem);
    }
    for (const stem of asked.get(next.hit)!) said.add(stem);
    chosen.set(next.hit, indexes);
    words += length;
  }
  return [...chosen].flatMap(([hit, indexes]) =>
    runsOf(sentences.filter((s) => s.hit === hit && indexes.has(s.index))),
  );
}

function sentencesIn(hit: Hit): Sentence[] {
  return sentencesOf(hit.text).map((span, index) => {
    const words = wordsOf(hit.text.slice(span.start, span.end));
    const stems = new Set(words.filter(({ word }) => !isStopWord(word)).map(({ stem }) => stem));
    return { ...span, hit, index, stems, words: words.length };
  });
}

/** A step or a bold line that only names what follows. */
const isLabel = ({ hit, start, end, words }: Sentence) =>
  words < 4 || /^(?:\d{1,2}[.)]\s*)?\*\*[^*]+\*\*\.?$/.test(hit.text.slice(start, end));

/** Weights of the topic's stems, 1 in sum: what few of the sentences speak of tells somewhat more. */
function weights(topic: Set<string>, sentences: Sentence[]): Map<string, number> {
  const raw = [...topic].map((stem): [string, number] => {
    const holding = sentences.filter(({ stems }) => stems.has(stem)).length;
    const rarity = Math.log(1 + (sentences.length + 1) / (holding + 1));
    return [stem, importance(stem) * (1 + rarity / 2)];
  });
  const total = sumOf(raw, ([, weight]) => weight);
  return new Map(raw.map(([stem, weight]) => [stem, weight / total]));
}

/** Whether the passage as a whole is about the topic: by its own question, or by the heading right above it. */
function isAbout(topic: Set<string>, { question, section }: Hit): boolean {
  if (question !== null) return true;
  const heading = [...stemsIn(section?.split(' > ').at(-1) ?? '')];
  return heading.length > 0 && heading.filter((stem) => topic.has(stem)).length * 2 >= heading.length;
}

function withNeighbors(sentence: Sentence, sentences: Sentence[], topic: Set<string>): Sentence[] {
  const own = sentences.filter(({ hit }) => hit === sentence.hit);
  const textOf = ({ hit, start, end }: Sentence) => hit.text.slice(start, end);
  const isRow = (at: number) => own[at] !== undefined && /^\||\s\|\s/.test(textOf(own[at]));
  let first = sentence.index;
  let last = sentence.index;
  let words = sentence.words;
  if (isAbout(topic, sentence.hit)) {
    while (first > 0 && words + own[first - 1]!.words <= WHOLE_WORDS) words += own[--first]!.words;
    while (last + 1 < own.length && words + own[last + 1]!.words <= WHOLE_WORDS) words += own[++last]!.words;
  } else if (textOf(sentence).endsWith(':')) {
    while (last + 1 < own.length && words + own[last + 1]!.words <= WHOLE_WORDS) words += own[++last]!.words;
  }
  for (let back = 0; back < 2 && first > 0 && POINTS_BACK.test(textOf(own[first]!)); back++) first--;
  // A row means nothing without the others of its table.
  while (isRow(first) && isRow(first - 1)) first--;
  while (isRow(last) && isRow(last + 1)) last++;
  return own.slice(first, last + 1);
}

function runsOf(sentences: Sentence[]): Quote[] {
  const quotes: (Quote & { last: number })[] = [];
  for (const { hit, index, start, end, stems } of sentences) {
    const open = quotes.at(-1);
    if (open && open.last === index - 1) {
      open.end = end;
      open.last = index;
      open.stems = new Set([...open.stems, ...stems]);
    } else quotes.push({ hit, start, end, stems, last: index });
  }
  return quotes.map(({ last: _, ...quote }) => quote);
}

export const sumOf = <T>(items: Iterable<T>, value: (item: T) => number): number => {
  let sum = 0;
  for (const item of items) sum += value(item);
  return sum;
};

function bestOf<T>(items: T[], value: (item: T) => number): T | null {
  let best: { item: T; value: number } | null = null;
  for (const item of items) {
    const worth = value(item);
    if (worth > (best?.value ?? 0)) best = { item, value: worth };
  }
  return best?.item ?? null;
}
