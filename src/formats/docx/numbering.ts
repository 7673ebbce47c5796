import { formatNumber } from '../number-format.js';
import { child, type Element, isOn, valOf } from './xml.js';

interface Level {
  start: number;
  format: string;
  text: string;
  /** The level (1-based) after which this one starts again; 0 for never, null for any higher one. */
  restart: number | null;
  style: string | null;
  legal: boolean;
}

interface List {
  levels: Map<number, Level>;
  /** Set where the levels stand in another list, found through this numbering style. */
  styleLink: string | null;
}

interface Instance {
  list: string;
  /** Levels that this instance replaces, and the counts it starts anew at. */
  levels: Map<number, Level>;
  starts: Map<number, number>;
}

/** The number or bullet that Word puts before a paragraph. */
export interface Label {
  /** The literal number ("3.2.1", "(a)", "iv."); null for bullets. */
  number: string | null;
  /** What stands before the text: the number, or the bullet's glyph. */
  mark: string;
  /** 0-based level. */
  level: number;
}

const LEVELS = 9;
const integer = (text: string | undefined, fallback: number) => {
  const value = Number.parseInt(text ?? '', 10);
  return Number.isSafeInteger(value) ? Math.min(Math.max(value, -1), 1_000_000) : fallback;
};

/**
 * Counts the numbered paragraphs of a document in order, as Word does: instances (`num`) of one list
 * (`abstractNum`) share their counts unless an override starts them anew.
 * Source: ECMA-376 part 1, 17.9.
 */
export class Numbering {
  readonly #lists = new Map<string, List>();
  readonly #instances = new Map<string, Instance>();
  readonly #counts = new Map<string, (number | undefined)[]>();
  readonly #started = new Set<string>();

  /** @param numberingOfStyle finds the `numId` that a numbering style carries */
  constructor(
    root: Element | null,
    private readonly numberingOfStyle: (style: string) => string | null,
  ) {
    for (const element of child(root ?? undefined, 'numbering')?.children ?? []) {
      if (element.name === 'abstractNum') this.#readList(element);
      if (element.name === 'num') this.#readInstance(element);
    }
  }

  #readList(element: Element) {
    const levels = new Map<number, Level>();
    for (const level of element.children) {
      if (level.name === 'lvl') levels.set(integer(level.attributes.ilvl, 0), readLevel(level));
    }
    this.#lists.set(element.attributes.abstractNumId ?? '', {
      levels,
      styleLink: valOf(element, 'numStyleLink') ?? null,
    });
  }

  #readInstance(element: Element) {
    const instance: Instance = {
      list: valOf(element, 'abstractNumId') ?? '',
      levels: new Map(),
      starts: new Map(),
    };
    for (const override of element.children) {
      if (override.name !== 'lvlOverride') continue;
      const index = integer(override.attributes.ilvl, 0);
      const level = child(override, 'lvl');
      if (level) instance.levels.set(index, readLevel(level));
      const start = valOf(override, 'startOverride');
      if (start !== undefined) instance.starts.set(index, integer(start, 1));
    }
    this.#instances.set(element.attributes.numId ?? '', instance);
  }

  /** The list that holds the levels of an instance, its own or one named by a numbering style. */
  #listOf(instance: Instance): { id: string; list: List } | null {
    let id = instance.list;
    for (let hop = 0; hop < 5; hop++) {
      const list = this.#lists.get(id);
      if (!list) return null;
      const linked = list.styleLink && list.levels.size === 0 ? this.numberingOfStyle(list.styleLink) : null;
      const target = linked ? this.#instances.get(linked) : undefined;
      if (!target || target.list === id) return { id, list };
      id = target.list;
    }
    return null;
  }

  /** The level of an instance that is tied to a paragraph style; 0 where none is. */
  levelOfStyle(numId: string, style: string): number {
    const instance = this.#instances.get(numId);
    const list = instance && this.#listOf(instance)?.list;
    for (const [index, level] of list?.levels ?? []) if (level.style === style) return index;
    return 0;
  }

  /** Counts one paragraph and returns its label; null where the instance does not exist or shows nothing. */
  next(numId: string, ilvl: number): Label | null {
    const instance = this.#instances.get(numId);
    const found = instance && this.#listOf(instance);
    if (!instance || !found) return null;
    const index = Math.min(Math.max(ilvl, 0), LEVELS - 1);
    const levelAt = (at: number) => instance.levels.get(at) ?? found.list.levels.get(at);
    const level = levelAt(index);
    if (!level) return null;

    const counts = this.#counts.get(found.id) ?? [];
    this.#counts.set(found.id, counts);
    for (const [at, start] of instance.starts) {
      const key = `${numId}/${at}`;
      if (at > index || this.#started.has(key)) continue;
      this.#started.add(key);
      counts[at] = at === index ? start - 1 : start;
    }
    for (let at = 0; at < index; at++) counts[at] ??= levelAt(at)?.start ?? 1;
    counts[index] = counts[index] === undefined ? level.start : counts[index] + 1;
    for (let at = index + 1; at < LEVELS; at++) {
      const restart = levelAt(at)?.restart ?? null;
      if (restart === null || (restart > 0 && index < restart)) counts[at] = undefined;
    }
    return labelOf(level, index, levelAt, counts);
  }
}

function labelOf(
  level: Level,
  index: number,
  levelAt: (at: number) => Level | undefined,
  counts: (number | undefined)[],
): Label | null {
  if (level.format === 'bullet') return { number: null, mark: bulletOf(level.text), level: index };
  const number = level.text
    .replace(/%([1-9])/g, (_match, digit: string) => {
      const at = Number(digit) - 1;
      const own = levelAt(at)?.format ?? 'decimal';
      // A level of bullets, or without numbers, prints nothing in the number of another.
      if (own === 'bullet' || own === 'none') return '';
      const format = level.legal && at !== index ? 'decimal' : own;
      return formatNumber(counts[at] ?? levelAt(at)?.start ?? 1, format);
    })
    .trim();
  return number === '' ? null : { number, mark: number, level: index };
}

/** Bullets come as private-use characters of symbol fonts; a reader sees a dot or a box. */
function bulletOf(text: string): string {
  const char = text.trim().charAt(0);
  if (char === '\uf0a8' || char === '\uf06f' || char === '\uf071' || char === '\uf072') return '☐';
  return char === '' || char === 'o' || (char >= '\ue000' && char <= '\uf8ff')
    ? '•'
    : text.trim().slice(0, 3);
}

function readLevel(element: Element): Level {
  const restart = valOf(element, 'lvlRestart');
  return {
    start: integer(valOf(element, 'start'), 1),
    format: valOf(element, 'numFmt') ?? 'decimal',
    text: (valOf(element, 'lvlText') ?? '').slice(0, 200),
    restart: restart === undefined ? null : integer(restart, 0),
    style: valOf(element, 'pStyle') ?? null,
    legal: isOn(element, 'isLgl'),
  };
}
