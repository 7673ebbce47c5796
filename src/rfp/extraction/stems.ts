import type { Block } from '../../formats/types.js';
import type { UnitContext } from './place.js';
import { leadingMarker } from './signals/enumeration.js';

const LEADS = /(?::|--|—)["'”’*_)\]]*$/;
const LEADS_SOFTLY =
  /\b(?:the following|as follows|listed below|following (?:items|information|areas|requirements|documents|topics))\b[^.?!]{0,80}[.;]?$/i;

/** Whether a sentence introduces a list. */
export const isLeadIn = (text: string) => LEADS.test(text.trim()) || LEADS_SOFTLY.test(text.trim());

type Style = 'bullet' | 'letter' | 'roman' | 'digit' | 'dotted' | 'paren-letter' | 'paren-digit';

/** How a list numbers its items; a list under an item of another list numbers in another way. */
function styleOf(number: string | null): Style {
  if (number === null) return 'bullet';
  const label = number.replace(/[^\p{L}\p{N}.]/gu, '').replace(/\.$/, '');
  const isParenthesized = number.startsWith('(');
  if (/^\d+$/.test(label)) return isParenthesized ? 'paren-digit' : 'digit';
  if (/\d/.test(label)) return 'dotted';
  if (/^[ivx]{2,}$|^[ivx]$/i.test(label) && label.length > 1) return 'roman';
  return isParenthesized ? 'paren-letter' : 'letter';
}

const rankOf = (number: string) => {
  const label = number.toLowerCase().replace(/[^a-z\d]/g, '');
  return /^\d+$/.test(label) ? Number(label) : label.length === 1 ? label.charCodeAt(0) : null;
};

/** Whether `next` follows `last` in an enumeration; of Roman numbers only that they look alike is checked. */
function comesNext(last: string, next: string): boolean {
  if (styleOf(last) === 'dotted' || styleOf(next) === 'dotted') return false;
  const [from, to] = [rankOf(last), rankOf(next)];
  const isRoman = /^\W*[ivx]+\W*$/i.test(last) && /^\W*[ivx]+\W*$/i.test(next);
  return isRoman || (from !== null && to === from + 1);
}

interface OpenList {
  /** Index of the unit that leads in. */
  unit: number;
  block: Block;
  /** Depth of the block that leads in: 0 for a paragraph. */
  depth: number;
  /** How its items are numbered, once the first has come. */
  style: Style | null;
}

/** Remembers which sentence leads into the list that is being read. */
export class StemTracker {
  /** Open lists, outermost first. */
  #open: OpenList[] = [];
  #inBlock: { unit: number; block: number; last: string | null } | null = null;

  clear(): void {
    this.#open = [];
    this.#inBlock = null;
  }

  /**
   * @param place the next unit of the running text
   * @param previous the one before it, page furniture left out
   * @param isItem whether its block is an item of a list, marked or not
   * @returns the index of the unit that leads into it, or null
   */
  stemOf(place: UnitContext, previous: UnitContext | undefined, isItem: boolean): number | null {
    const { unit, block } = place;
    const opensBlock = previous?.unit.block !== unit.block;
    const number = opensBlock ? null : (leadingMarker(unit.text)?.number ?? null);
    if (number !== null) {
      // Inline: "…the following: a. … b. …" within one block.
      if (isLeadIn(previous!.unit.text)) {
        this.#inBlock = { unit: previous!.unit.index, block: unit.block, last: null };
      }
      const list = this.#inBlock;
      if (list?.block === unit.block && (list.last === null || comesNext(list.last, number))) {
        list.last = number;
        return list.unit;
      }
      this.#inBlock = null;
    }
    if (opensBlock && !isItem && place.continues === null) this.#open = [];
    const stem = opensBlock && isItem ? this.#listOf(block, previous) : null;
    if (isLeadIn(unit.text) && !isTitleLike(place)) {
      const depth = block.kind === 'list-item' ? (block.level ?? 1) : 0;
      this.#open.push({ unit: unit.index, block, depth, style: null });
    } else if (!opensBlock && this.#open.at(-1)?.block === block) {
      // The list did not follow at once: the sentence led nowhere.
      this.#open.pop();
    }
    return stem;
  }

  #listOf(block: Block, previous: UnitContext | undefined): number | null {
    const style = styleOf(block.number);
    const depth = block.level ?? 1;
    let list = this.#open.at(-1);
    while (list) {
      const isFirst = list.style === null;
      // Its first item comes right after the lead-in, deeper or numbered in another way.
      if (
        isFirst &&
        list.unit === previous?.unit.index &&
        (depth > list.depth || style !== styleOf(list.block.number))
      ) {
        list.style = style;
        return list.unit;
      }
      const isItsOwnLevel = list.depth > 0 && style === styleOf(list.block.number) && depth <= list.depth;
      if (!isFirst && !isItsOwnLevel && (style === list.style || depth > list.depth)) return list.unit;
      this.#open.pop();
      list = this.#open.at(-1);
    }
    return null;
  }
}

/** "Section 508 Compliance:" is a title, not the beginning of a sentence that its list completes. */
const isTitleLike = ({ block, unit }: UnitContext) =>
  block.kind === 'list-item' &&
  block.level === 1 &&
  unit.text.split(/\s+/).length <= 3 &&
  !/\b(?:shall|must|will|following|include)\b/i.test(unit.text);
