import {
  confidenceOf,
  type Grounds,
  LACKING_AT_MOST,
  type Quote,
  stemsIn,
  type Unit,
  unitsOf,
} from '../../../grounding/index.js';
import type { Hit } from '../../../knowledge/index.js';
import { type Candidate, candidatesOf } from './candidates.js';
import { differing, found, missing, nearest, nothing, stated } from './compose.js';
import { conflictIn } from './conflict.js';
import { pickOf } from './pick.js';
import { isNamedCell } from './rows.js';
import { coverageOf, nearUnits, selectQuotes } from './select.js';
import { ofItsSubject, unknownNames } from './subject.js';
import { givesMeasure, importance, partsOf, type Topic, topicOf } from './topic.js';
import type { Composed, DraftAnswerInput, DraftedAnswer, Lack } from './types.js';

/** Below this a hit is more often wrong than right; see `scoreOf` in the knowledge base's ranking. */
const SUFFICIENT_SCORE = 0.3;
const SUFFICIENT_COVERAGE = 0.45;
/** Of two words that say what is asked ("cyber insurance") one alone tells of something else. */
const SUFFICIENT_OF_TWO = 0.6;

/** A sentence that fits so well is quoted although others say more of the words that are asked. */
const SURE_FIT = 0;

/** An answer to one thing that is asked. */
interface Part {
  topic: Topic;
  quotes: Quote[];
  grounds: Grounds;
}

/**
 * Composes an answer of sentences quoted from the passages. It never says more than they do: what the knowledge base
 * states about a requirement is quoted, whether that meets the requirement is for a person to say. Only what we state of
 * ourselves is an answer; what else was found is shown as what it is.
 */
export function draftByRules(input: DraftAnswerInput): DraftedAnswer & { lacks: Lack | null } {
  const { grounds, ...draft } = composeByRules(input);
  const trusted = grounds === null ? 0 : confidenceOf(grounds);
  const isLacking = draft.lacks === 'PART' || draft.lacks === 'AGREEMENT';
  const confidence = isLacking ? Math.min(trusted, LACKING_AT_MOST) : trusted;
  if (draft.status === 'NEEDS_INPUT' || confidence >= input.needsInputBelow) return { ...draft, confidence };
  // What comes nearest is shown; how likely it answers all the same is told.
  const { grounds: weak, ...weaker } = composeByRules(input, true);
  return { ...weaker, confidence: weak === null ? 0 : confidence };
}

/** @param isWeak what was picked is not trusted, whatever it says */
export function composeByRules(input: DraftAnswerInput, isWeak = false): Composed {
  const { question, kind, passages } = input;
  const units = ofItsSubject(question, nearUnits(passages), passages);
  // What contradicts may be found less well.
  const all = [
    ...ofItsSubject(question, new Map(passages.map((hit) => [hit, unitsOf(hit)])), passages).values(),
  ].flat();
  const whole = partOf(topicOf(question), units, passages);
  const parts = partsOf(question).map((topic) => ({ ...partOf(topic, units, passages), topic }));
  const isOfOther = unknownNames(question, input.clientName, passages).length > 0;
  const answered = isWeak || isOfOther ? [] : answersOf(whole, parts);
  if (answered.length === 0) return unanswered(whole, units);
  const quotes = merged(answered.flatMap((part) => part.quotes));
  const grounds = weakest(answered);
  const left = answered.includes(whole) ? [] : parts.filter((part) => !answered.includes(part));
  for (const { topic, quotes } of answered) {
    const conflict = conflictIn(
      quotes.flatMap(({ units }) => units),
      all,
      topic,
      (unit) => coverOf(topic, unit),
    );
    if (conflict) return differing(conflict, grounds);
  }
  if (left.length > 0)
    return missing(
      kind,
      quotes,
      left.map(({ topic }) => topic.text),
      grounds,
    );
  return stated(kind, quotes, grounds);
}

function partOf(topic: Topic, units: Map<Hit, Unit[]>, passages: Hit[]): Part {
  const mayBe = ({ isEvidence }: Unit) => isEvidence;
  const candidates = candidatesOf(topic, units, passages, mayBe);
  const most = selectQuotes(topic, units, mayBe);
  const [best] = candidates;
  const isAgreed = best && most.some(({ units }) => units.includes(best.lead));
  const quotes = best && !isAgreed && best.fit > SURE_FIT ? best.quotes : most;
  return { topic, quotes, grounds: groundsOf(topic, quotes, passages, candidates) };
}

const NO_GROUNDS = { sameQuestion: null, dropped: 0, supported: 1 };

function groundsOf(topic: Topic, quotes: Quote[], passages: Hit[], candidates: Candidate[]): Grounds {
  if (quotes.length === 0) return { ...NO_GROUNDS, score: 0, coverage: 0, pick: null, sufficient: false };
  const score = Math.max(...quotes.map(({ hit }) => hit.score));
  const coverage = coverageOf(topic.stems, quotes);
  const telling = [...topic.stems].filter((stem) => importance(stem) === 1).length;
  const enough = telling === 2 ? SUFFICIENT_OF_TWO : SUFFICIENT_COVERAGE;
  const speaksOfIt = coverage >= enough || quotes.some(({ isCell }) => isCell);
  // A cell says little in the words of a question, however well its row and column are named; so does a bare "No."
  const isNamed =
    (coverage >= SUFFICIENT_COVERAGE && quotes.every(({ isNamed }) => isNamed)) ||
    (coverage > 0.99 && telling > 1 && quotes.every(({ hit }) => hit.question !== null));
  const sufficient = (isNamed || score >= SUFFICIENT_SCORE) && speaksOfIt && isToThePoint(topic, quotes);
  return {
    ...NO_GROUNDS,
    score,
    coverage,
    pick: pickOf(quotes, passages, candidates),
    sufficient,
  };
}

/** Whether the quotes hold the numbers and abbreviations that are asked about, and a value of the kind that is asked for. */
function isToThePoint({ keys, measure }: Topic, quotes: Quote[]): boolean {
  const said = new Set(
    quotes.flatMap(({ hit, stems }) => [
      ...stems,
      ...stemsIn(`${hit.title} ${hit.section ?? ''} ${hit.question ?? ''}`),
    ]),
  );
  const evidence = quotes.flatMap(({ units }) => units.filter(({ isEvidence }) => isEvidence));
  return [...keys].every((key) => said.has(key)) && evidence.some(({ text }) => givesMeasure(measure, text));
}

/** The whole where one passage speaks of all of it, or else the parts that are answered. */
function answersOf(whole: Part, parts: Part[]): Part[] {
  const answered = parts.filter(({ grounds }) => grounds.sufficient);
  if (parts.length < 2) return whole.grounds.sufficient ? [whole] : [];
  const inOne = (hit: Hit) => {
    const own = whole.quotes.filter((quote) => quote.hit === hit);
    return parts.every(({ topic }) => shareSaid(topic, own) > 0.5);
  };
  return whole.grounds.sufficient && whole.quotes.some(({ hit }) => inOne(hit)) ? [whole] : answered;
}

/** What stands under a heading or a stored question is said of all that these ask. */
function shareSaid({ stems }: Topic, quotes: Quote[]): number {
  const said = quotes.map(({ hit, stems }) => ({
    hit,
    stems: new Set([...stems, ...stemsIn(hit.section?.split(' > ').at(-1) ?? '')]),
  }));
  return coverageOf(stems, said);
}

/** An answer of several parts is as sure as the least sure one. */
const weakest = (parts: Part[]): Grounds =>
  parts
    .map(({ grounds }) => grounds)
    .reduce((least, one) => (confidenceOf(one) < confidenceOf(least) ? one : least));

/** The share of the topic that a unit speaks of, with what stands above it. */
function coverOf(topic: Topic, unit: Unit): number {
  const { hit, stems, row } = unit;
  if (row && isNamedCell(topic, { row })) return 1;
  return coverageOf(topic.stems, [{ hit, stems }]);
}

/** Parts may quote the same. */
function merged(quotes: Quote[]): Quote[] {
  const kept: Quote[] = [];
  for (const quote of quotes) {
    const isIn = (other: Quote) =>
      other.hit === quote.hit && other.start <= quote.start && other.end >= quote.end;
    if (!kept.some(isIn)) kept.push(quote);
  }
  return kept.filter(
    (quote) =>
      !kept.some(
        (other) =>
          other !== quote && other.hit === quote.hit && other.start <= quote.start && other.end >= quote.end,
      ),
  );
}

/** What comes nearest: a statement of ours, or what speaks of the question better and is none. */
function unanswered(whole: Part, units: Map<Hit, Unit[]>): Composed {
  const { topic, quotes, grounds } = whole;
  const others = selectQuotes(topic, units, () => true).filter((quote) =>
    quote.units.some((unit) => !unit.isEvidence),
  );
  const [other] = others;
  const isNearer = other && coverageOf(topic.stems, [{ ...other, stems: stemsOf(other) }]) > grounds.coverage;
  if (other && (isNearer || quotes.length === 0)) return found(other);
  return quotes.length === 0 ? nothing() : nearest(quotes[0]!, { ...grounds, sufficient: false });
}

const stemsOf = ({ units }: Quote) => new Set(units.flatMap(({ stems }) => [...stems]));
