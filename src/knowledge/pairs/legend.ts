import type { Block, ExtractedDocument } from '../../formats/index.js';
import { answerOf, meaningOf } from './verdict.js';

/** What codes stand for, in the words of an answer; by code in capitals. */
export type Legend = ReadonlyMap<string, string>;

/** A legend with the blocks in which it stands. */
export interface FoundLegend {
  legend: Legend;
  blocks: ReadonlySet<Block>;
}

const CODE = String.raw`[\p{L}\d]{1,3}`;
const MEANS = String.raw`(?:=|:|–|—|→|\s-\s)`;
const ENTRY = new RegExp(
  // "Legend: C = compliant": what stands first explains nothing.
  String.raw`(?<![\p{L}\d])(${CODE})\s*${MEANS}(?!\s*${CODE}\s*${MEANS})\s*([^,;|=\t\n()/]{2,60}?)` +
    String.raw`(?=\s*(?:[,;|\t\n()/.]|$|(?:and |or |und |et |y )?${CODE}\s*=))`,
  'gu',
);
const LONGEST_MEANING = 60;
const LONGEST_LEGEND = 2_000;

/**
 * Finds what codes stand for, wherever that is said: in a line, a list, a table of codes, the name of a column. Where
 * two places explain a code differently it stands for nothing.
 */
export function legendOf({ blocks, text }: ExtractedDocument): FoundLegend {
  const found = new Map<string, string | null>();
  const explaining = new Set<Block>();
  let run: [string, string, Block][] = [];
  const close = () => {
    const kinds = new Set(run.map(([, phrase]) => meaningOf(phrase)).filter((kind) => kind !== null));
    // One verdict alone may be any list; with its opposite it explains codes, and so do those between.
    if (kinds.size > 1)
      for (const [code, phrase, block] of run) {
        explaining.add(block);
        const answer = answerOf(phrase);
        found.set(code, (found.get(code) ?? answer) === answer ? answer : null);
      }
    run = [];
  };
  for (const block of blocks) {
    const entries = entriesOf(block, text);
    // A line with several explains itself; single ones are taken together.
    if (entries.length !== 1) close();
    run.push(...entries.map(([code, phrase]) => [code, phrase, block] as [string, string, Block]));
    if (entries.length > 1) close();
  }
  close();
  const legend = new Map([...found].filter((entry): entry is [string, string] => entry[1] !== null));
  return { legend, blocks: explaining };
}

function entriesOf(block: Block, text: string): [string, string][] {
  const cells = block.row?.cells
    .map(({ start, end }) => text.slice(start, end).trim())
    .filter((cell) => cell !== '');
  const [code, meaning] = cells ?? [];
  if (cells?.length === 2 && meaning && new RegExp(`^${CODE}$`, 'u').test(code!) && isMeaning(meaning))
    return [[code!.toUpperCase(), meaning]];
  if (block.text.length > LONGEST_LEGEND) return [];
  return [...block.text.matchAll(ENTRY)].map(([, name, phrase]) => [name!.toUpperCase(), phrase!.trim()]);
}

const isMeaning = (cell: string) => cell.length <= LONGEST_MEANING && !/[.?]$/.test(cell);

const YES = 'Yes';
const NO = 'No';
const PARTIALLY = 'Partially';
const NONE = { NA: 'Not applicable', 'N/A': 'Not applicable' };
/** Codes that go without saying: under any name of an answer, */
const EVERYWHERE: readonly Record<string, string>[] = [
  { Y: YES, N: NO, P: PARTIALLY, ...NONE },
  { J: YES, N: NO, T: PARTIALLY },
];
/** and under one that asks for a verdict. All codes of a column are of one family. */
const UNDER_VERDICTS: readonly Record<string, string>[] = [
  ...EVERYWHERE,
  { C: YES, FC: YES, NC: NO, PC: PARTIALLY, P: PARTIALLY, N: NO, ...NONE },
  { F: YES, P: PARTIALLY, N: NO, ...NONE },
  { O: YES, P: PARTIALLY, N: NO },
  { S: YES, P: PARTIALLY, N: NO },
];

/** The family that all codes of a column belong to; null where some belong to none. */
export function familyOf(codes: readonly string[], underVerdict: boolean): Legend | null {
  const families = underVerdict ? UNDER_VERDICTS : EVERYWHERE;
  const family = families.find((known) => codes.every((code) => code.toUpperCase() in known));
  return family && codes.length > 0 ? new Map(Object.entries(family)) : null;
}
