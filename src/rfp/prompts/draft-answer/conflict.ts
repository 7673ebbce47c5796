import { labelColumn, stemsIn, type Unit, verdictOf } from '../../../grounding/index.js';
import { askedIn, codeOf } from './rows.js';
import { importance, type Topic } from './topic.js';
import { isNegated, type Value, valuesIn } from './values.js';

/** A statement as it is compared with others on the same thing. */
interface Claim {
  values: Value[];
  /** Stems of what it speaks of, without the values it gives and without what is asked. */
  about: Set<string>;
  opening: 'yes' | 'no' | null;
  negated: boolean;
}

/** From this share of common words on two statements speak of the same thing, although each says something of its own. */
const ALIKE = 0.75;

/** What speaks of so much less of the question than what was picked may still contradict it: it puts it shorter. */
const MAY_LACK = 0.2;

export interface Conflict {
  one: Unit;
  other: Unit;
  /** A phrase for the user: "24 months against five years". */
  difference: string;
}

/**
 * The first statement of another passage that cannot hold beside what was picked: another value of the same kind for the
 * same thing, a no against a yes, a denial against the same words.
 *
 * @param covers the share of the question that a unit speaks of, 0 to 1: nothing that speaks of less of it is compared
 */
export function conflictIn(
  picked: Unit[],
  all: Unit[],
  topic: Topic,
  covers: (unit: Unit) => number,
): Conflict | null {
  for (const one of picked) {
    const least = covers(one);
    if (least < 0.6) continue;
    const claim = claimOf(one, topic);
    for (const other of all) {
      if (
        other.hit === one.hit ||
        !other.isEvidence ||
        other.text === one.text ||
        covers(other) < least - MAY_LACK ||
        !isSameRow(one, other)
      )
        continue;
      const difference = differenceOf(claim, claimOf(other, topic), sharesHead(one, other, topic));
      if (difference !== null) return { one, other, difference };
    }
  }
  return null;
}

/** "P2" is the row of "2 (major)"; what is said of neither in a text is said of any. */
function isSameRow(one: Unit, other: Unit): boolean {
  const [a, b] = [one, other].map(({ row }) =>
    row ? row.row.cells[labelColumn(row.table, row.row)]! : null,
  );
  if (a == null || b == null) {
    const code = codeOf(a ?? b ?? '');
    const text = a == null ? one.text : other.text;
    return code === null || new RegExp(`(?<!\\d)${code}(?![\\p{L}\\d])`, 'u').test(text);
  }
  const [ours, theirs] = [a, b].map(codeOf);
  return ours || theirs ? ours === theirs : speaksOfSame(stemsIn(a), stemsIn(b));
}

function claimOf({ text, row }: Unit, topic: Topic): Claim {
  const asked = row && askedIn(topic.said, { row });
  const verdict = asked?.cells.length === 1 ? verdictOf(asked.cells[0]!) : null;
  const cells = asked?.cells.filter((cell) => verdictOf(cell) === null).join(' | ');
  const said = asked ? `${asked.label} | ${cells}` : text;
  const { rest } = valuesIn(said);
  const { values } = valuesIn(cells ?? text);
  const about = new Set(
    [...stemsIn(rest)].filter((stem) => !topic.stems.has(stem) && importance(stem) === 1),
  );
  const opening =
    verdict ??
    (/^\W*yes\b/i.test(text)
      ? 'yes'
      : /^\W*no\b(?!\.? ?\d)(?! \p{L}+ (?:is|are|was|were)\b)/iu.test(text)
        ? 'no'
        : null);
  return { values, about, opening, negated: isNegated(said.replace(SUBORDINATE, ' ')) };
}

/** "… from systems that cannot use it" denies nothing of what is accepted. */
const SUBORDINATE =
  /\b(?:that|which|who|whom|whose|if|when|where|while|unless|until|because|since|although|though)\b[^,.;:|]*/gi;

/** Whether both stand under the same heading or stored question, and that is what is asked. */
function sharesHead(one: Unit, other: Unit, topic: Topic): boolean {
  const [a, b] = [one, other].map(({ hit }) =>
    stemsIn(hit.question ?? hit.section?.split(' > ').at(-1) ?? ''),
  );
  const [small, large] = a!.size <= b!.size ? [a!, b!] : [b!, a!];
  const asked = [...small].filter((stem) => topic.said.has(stem));
  return small.size > 0 && [...small].every((stem) => large.has(stem)) && asked.length * 2 >= small.size;
}

function differenceOf(one: Claim, other: Claim, sharesHead: boolean): string | null {
  if (one.opening !== null && other.opening !== null && one.opening !== other.opening)
    return `${one.opening} against ${other.opening}`;
  const isSame = speaksOfSame(one.about, other.about);
  for (const kind of new Set(one.values.map(({ kind }) => kind))) {
    // The desk is open, support is available: under one heading both are the hours of it.
    if (!isSame && !(kind === 'hours' && sharesHead)) continue;
    const [ours, theirs] = [one, other].map(({ values }) => values.filter((value) => value.kind === kind));
    // Where one tells of more, it may tell of something else as well.
    if (
      theirs!.length !== ours!.length ||
      ours!.some(({ normal }) => theirs!.some((value) => value.normal === normal))
    )
      continue;
    return `${shown(ours!)} against ${shown(theirs!)}`;
  }
  return isSame && saysAsMuch(one.about, other.about) && one.negated !== other.negated
    ? 'one denies what the other states'
    : null;
}

const shown = (values: Value[]) => values.map(({ shown }) => shown).join(', ');

/** A denial is one of nearly the same words: what says much else may deny that. */
function saysAsMuch(one: Set<string>, other: Set<string>): boolean {
  const common = [...one].filter((stem) => other.has(stem)).length;
  const most = Math.max(one.size, other.size);
  return most - common <= 2 || common * 2 >= most;
}

/** One says nothing that the other does not speak of, or they share most of their words. */
function speaksOfSame(one: Set<string>, other: Set<string>): boolean {
  const common = [...one].filter((stem) => other.has(stem)).length;
  const least = Math.min(one.size, other.size);
  return common === least || common / least >= ALIKE;
}
