import type { UnitLabel } from '../extraction-types.js';
import type { UnitContext } from './place.js';

/** A label with the reason for it, so that every choice can be explained. */
export interface Decision {
  label: UnitLabel;
  reason: string;
}

/** What a rule may look at besides the place of its unit. */
export interface Reading {
  places: UnitContext[];
  /** Decisions of the units before this one, by index. */
  decisions: Decision[];
  buyerNames: ReadonlySet<string>;
  /**
   * Words of the unit without its number, with the rest of its sentence where a page break cut it. White space is
   * single, and a text beyond all measure is cut in its middle, so that a rule may use any pattern on it.
   */
  wordsOf(place: UnitContext): string;
}

/** Decides on a unit, or passes it to the next rule. */
export type Rule = (place: UnitContext, reading: Reading) => Decision | null;

export const decide = (label: Decision['label'], reason: string): Decision => ({ label, reason });
export const context = (reason: string): Decision => decide('context', reason);

/** Whether a label says that the vendor has something to do. */
export const isAsked = (label: Decision['label']) =>
  label === 'question' || label === 'requirement' || label === 'instruction';

/** Words that hold a letter or a digit. */
export const wordCount = (text: string) =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
