import {
  announces,
  isItem,
  listAround,
  type Quote,
  stemsIn,
  type Unit,
  unitsOf,
  withContext,
} from '../../../grounding/index.js';
import type { Hit } from '../../../knowledge/index.js';
import { labelStems, type Rows, rowsFor } from './rows.js';
import { givesMeasure, importance, type Topic } from './topic.js';
import { isNegated } from './values.js';

const MOST_QUOTES = 4;
const MOST_WORDS = 160;
/** An approved answer, or a passage under a heading that names the topic, is quoted whole up to this length. */
const WHOLE_WORDS = 110;
/** How much the heading above a sentence tells of it. */
const PLACE_WEIGHT = 0.4;
const LONGEST_SENTENCE = 90;
/** A list that is asked for is shown whole up to so many words. */
const LONGEST_LIST = 260;
/** A passage this much weaker than the best is about something else. */
const NEAR_BEST = 0.4;
/** What a sentence counts more that gives the kind of value that is asked for. */
const GIVES_MEASURE = 1.5;

/**
 * Share of the topic that the quotes speak of, 0 to 1. The question of a pair is spoken of by its answer; titles and
 * headings of passages count half.
 */
export function coverageOf(topic: Set<string>, quotes: Pick<Quote, 'hit' | 'stems'>[]): number {
  if (topic.size === 0) return 0;
  const said = new Set(quotes.flatMap(({ hit, stems }) => [...stems, ...stemsIn(hit.question ?? '')]));
  const above = new Set(quotes.flatMap(({ hit }) => [...stemsIn(headsOf(hit))]));
  const covered = sumOf(topic, (stem) => importance(stem) * (said.has(stem) ? 1 : above.has(stem) ? 0.5 : 0));
  return covered / sumOf(topic, importance);
}

export const headsOf = ({ title, section }: Pick<Hit, 'title' | 'section'>) => `${title} ${section ?? ''}`;

/** The units of the passages near the best one, by passage, best first. */
export function nearUnits(passages: Hit[]): Map<Hit, Unit[]> {
  const best = Math.max(0, ...passages.map(({ score }) => score));
  const near = passages.filter(({ score }) => score >= best * NEAR_BEST);
  return new Map(near.map((hit) => [hit, unitsOf(hit)]));
}

/**
 * Picks the sentences that say most about a topic: greedily, each time the one that adds most of what has not been
 * said yet, with the context without which it would mislead.
 *
 * @param mayBe whether a unit may be picked
 */
export function selectQuotes(
  topic: Topic,
  passages: Map<Hit, Unit[]>,
  mayBe: (unit: Unit) => boolean,
): Quote[] {
  const { stems } = topic;
  const units = [...passages.values()].flat();
  const best = Math.max(0, ...[...passages.keys()].map(({ score }) => score));
  const weight = weights(stems, units);
  const around = new Map([...passages.keys()].map((hit) => [hit, stemsIn(headsOf(hit))]));
  const asked = new Map([...passages.keys()].map((hit) => [hit, stemsIn(hit.question ?? '')]));
  const chosen = new Map<Hit, Set<number>>();
  const tables: Quote[] = [];
  const unfit = new Set<Unit>();
  const said = new Set<string>();
  let words = 0;
  for (let quotes = 0; quotes < MOST_QUOTES; ) {
    const worthy = bestOf(units, (unit) => {
      const { hit } = unit;
      if (unfit.has(unit) || !mayBe(unit) || chosen.get(hit)?.has(unit.index)) return 0;
      if (unit.words > LONGEST_SENTENCE && unit.row === null) return 0;
      const names = unit.row?.table.header
        ? stemsIn(unit.row.table.header.cells.join(' '))
        : new Set<string>();
      // "2" says nothing in a text, but names the row of a table.
      const label = unit.row ? labelStems(unit.row.table, unit.row.row) : new Set<string>();
      const gain =
        sumOf(unit.stems, (stem) => (weight.get(stem) ?? 0) * (said.has(stem) ? 0.25 : 1)) +
        sumOf(label, (stem) => (/^.$/u.test(stem) && topic.said.has(stem) ? 1 / (stems.size + 1) : 0)) +
        PLACE_WEIGHT *
          sumOf(names, (stem) => (unit.stems.has(stem) || said.has(stem) ? 0 : (weight.get(stem) ?? 0)));
      const place = sumOf(around.get(hit)!, (stem) => weight.get(stem) ?? 0);
      // What a pair says, it says of its question, in whatever words.
      const answers = sumOf(asked.get(hit)!, (stem) =>
        said.has(stem) || unit.stems.has(stem) ? 0 : (weight.get(stem) ?? 0),
      );
      return (
        (gain + answers + (gain + answers > 0 ? PLACE_WEIGHT * place : 0)) *
        (0.2 + hit.score / best) *
        (isLabel(unit) ? 0.2 : 1) *
        (topic.measure !== null && givesMeasure(topic.measure, unit.text) ? GIVES_MEASURE : 1)
      );
    });
    const next = worthy ?? (quotes === 0 ? underTheName(topic, units, unfit, mayBe) : null);
    if (!next) break;
    const own = passages.get(next.hit)!;
    const fresh = sumOf(new Set([...next.stems, ...asked.get(next.hit)!]), (stem) =>
      said.has(stem) ? 0 : (weight.get(stem) ?? 0),
    );
    if (quotes > 0 && fresh < 0.12) break;
    const row = next.row ? next : tableBelow(next, own);
    const rows = row && rowsFor(topic, row, own.filter(mayBe));
    const run = rows ? withLead(rows, own) : runAround(next, own, topic, mayBe);
    if (run.length === 0) {
      unfit.add(next);
      continue;
    }
    const length = sumOf(run, (index) => own[index]!.words);
    if (quotes > 0 && words + length > MOST_WORDS) break;
    const indexes = chosen.get(next.hit) ?? new Set();
    for (const index of run) {
      indexes.add(index);
      if (mayBe(own[index]!)) for (const stem of own[index]!.stems) said.add(stem);
    }
    for (const stem of rows?.named ?? []) said.add(stem);
    for (const stem of asked.get(next.hit)!) said.add(stem);
    chosen.set(next.hit, indexes);
    if (rows) tables.push(...rows.quotes);
    words += length;
    quotes++;
  }
  const shown = new Set(tables.flatMap((quote) => quote.units));
  const runs = [...chosen].flatMap(([hit, indexes]) =>
    runsOf(
      passages.get(hit)!.filter((unit) => indexes.has(unit.index) && !shown.has(unit)),
      mayBe,
    ),
  );
  return [...runs, ...tables];
}

/** "Offices" with a list of towns: what repeats no word of its heading is still about it. */
const underTheName = (
  { stems }: Topic,
  units: Unit[],
  unfit: ReadonlySet<Unit>,
  mayBe: (unit: Unit) => boolean,
): Unit | null => {
  const isNamed = ({ section }: Hit) => {
    const heading = stemsIn(section?.split(' > ').at(-1) ?? '');
    return heading.size > 0 && [...stems].every((stem) => heading.has(stem));
  };
  return units.find((unit) => mayBe(unit) && !unfit.has(unit) && isNamed(unit.hit)) ?? null;
};

/** The first row of the table that a unit announces. */
const tableBelow = (unit: Unit, own: Unit[]): Unit | null => {
  const next = own[unit.index + 1];
  return announces(unit) && next?.row ? next : null;
};

/** Rows, with what announces their table where all of it is quoted, or where it turns what they say. */
function withLead({ units, isWhole }: Rows, own: Unit[]): number[] {
  const lead = own[own.findIndex(({ row }) => row !== null && row.table === units[0]?.row?.table) - 1];
  const indexes = units.map(({ index }) => index);
  return lead && announces(lead) && (isWhole || isNegated(lead.text)) ? [lead.index, ...indexes] : indexes;
}

/** A step or a bold line that only names what follows. */
const isLabel = ({ text, words, row }: Unit) =>
  row === null && (words < 4 || /^(?:\d{1,2}[.)]\s*)?\*\*[^*]+\*\*\.?$/.test(text));

/** Weights of the topic's stems, 1 in sum: what few of the sentences speak of tells somewhat more. */
export function weights(topic: Set<string>, units: Unit[]): Map<string, number> {
  const raw = [...topic].map((stem): [string, number] => {
    const holding = units.filter(({ stems }) => stems.has(stem)).length;
    const rarity = Math.log(1 + (units.length + 1) / (holding + 1));
    return [stem, importance(stem) * (1 + rarity / 2)];
  });
  const total = sumOf(raw, ([, weight]) => weight);
  return new Map(raw.map(([stem, weight]) => [stem, weight / total]));
}

/** Whether the passage as a whole is about the topic: by its own question, or by the heading right above it. */
function isAbout({ stems: topic }: Topic, { question, section }: Hit): boolean {
  if (question !== null) return true;
  const heading = [...stemsIn(section?.split(' > ').at(-1) ?? '')];
  return heading.length > 0 && heading.filter((stem) => topic.has(stem)).length * 2 >= heading.length;
}

/** The unit with what must be, and under a heading that names the topic what may be, quoted with it. */
function runAround(unit: Unit, own: Unit[], topic: Topic, mayBe: (unit: Unit) => boolean): number[] {
  let first = unit.index;
  let last = unit.index;
  let words = unit.words;
  const fits = (other: Unit | undefined): other is Unit =>
    other !== undefined &&
    other.row === null &&
    canStandBy(other, mayBe) &&
    words + other.words <= WHOLE_WORDS;
  if (isAbout(topic, unit.hit) && (topic.measure === null || unit.hit.question !== null)) {
    while (fits(own[first - 1])) words += own[--first]!.words;
    while (fits(own[last + 1])) words += own[++last]!.words;
  }
  return withContext(own, first, last).filter((index) => canStandBy(own[index]!, mayBe));
}

/** Others' facts and plans may stand beside our statements, since they tell how far these go; what says nothing may not. */
const canStandBy = (unit: Unit, mayBe: (unit: Unit) => boolean) =>
  mayBe(unit) ||
  (unit.voice !== null &&
    (unit.voice.speaker === 'US' || unit.voice.speaker === 'THIRD_PARTY') &&
    unit.voice.stance !== 'QUESTION' &&
    unit.voice.stance !== 'PLACEHOLDER');

/** A unit as quotes, with what belongs to it; none where it would announce what is not there. */
export function quoteAround(topic: Topic, unit: Unit, own: Unit[], mayBe: (unit: Unit) => boolean): Quote[] {
  if (unit.words > LONGEST_SENTENCE && unit.row === null) return [];
  const row = unit.row ? unit : tableBelow(unit, own);
  const rows = row && rowsFor(topic, row, own.filter(mayBe));
  const list = rows === null || rows === undefined ? listFor(topic, unit, own, mayBe) : null;
  const run = rows ? withLead(rows, own) : (list ?? runAround(unit, own, topic, mayBe));
  const shown = new Set(rows?.quotes.flatMap((quote) => quote.units));
  return [
    ...runsOf(
      own.filter((other) => run.includes(other.index) && !shown.has(other)),
      mayBe,
    ),
    ...(rows?.quotes ?? []),
  ];
}

/** The whole list of an item, where a list is asked for; the item alone, where the question names its code. */
function listFor(topic: Topic, unit: Unit, own: Unit[], mayBe: (unit: Unit) => boolean): number[] | null {
  if (!isItem(unit)) return null;
  const code = itemCode(unit.text);
  const list = listAround(own, unit.index);
  const isOne = code !== null && new RegExp(`\\b${code}\\b`, 'i').test(topic.text);
  if (isOne && list.some((index) => index !== unit.index && itemCode(own[index]!.text) !== null))
    return withContext(own, unit.index, unit.index).filter((index) => canStandBy(own[index]!, mayBe));
  if (!topic.asksForList) return null;
  const words = sumOf(list, (index) => own[index]!.words);
  return words > LONGEST_LIST ? null : list.filter((index) => canStandBy(own[index]!, mayBe));
}

/** "- P2 High: …" */
const itemCode = (text: string): string | null =>
  /^(?:[-*+•]|\d{1,3}[.)])\s+[*_`]*(\p{Lu}{1,4}-?\d{1,3})\b/u.exec(text)?.[1] ?? null;

function runsOf(units: Unit[], mayBe: (unit: Unit) => boolean): Quote[] {
  const quotes: Quote[] = [];
  for (const unit of units) {
    const stems = mayBe(unit) ? unit.stems : new Set<string>();
    const open = quotes.at(-1);
    if (open && open.units.at(-1)!.index === unit.index - 1) {
      open.end = unit.end;
      open.units.push(unit);
      open.stems = new Set([...open.stems, ...stems]);
    } else
      quotes.push({
        hit: unit.hit,
        start: unit.start,
        end: unit.end,
        units: [unit],
        stems,
        shown: null,
        also: null,
      });
  }
  return quotes;
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
