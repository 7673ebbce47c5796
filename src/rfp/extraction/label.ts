import type { ExtractedDocument } from '../../formats/types.js';
import type { Unit } from '../extraction-types.js';
import type { Decision, Reading } from './decision.js';
import { placeUnits } from './places.js';
import { DEFAULTS } from './rules/defaults.js';
import { RULES } from './rules/index.js';
import { findBuyerNames } from './signals/addressee.js';

/** Hardly a sentence that a person wrote is longer; a rule needs the beginning and the end. */
const bounded = (text: string) =>
  text.length > 1500 ? `${text.slice(0, 1200)} … ${text.slice(-250)}` : text;

const UNDECIDED: Decision = { label: 'context', reason: 'nothing asked' };

/** Labels every unit by the first rule that applies; what no rule claims is context. */
export const labelByRules = (document: ExtractedDocument, units: Unit[]): Decision[] =>
  readByRules(document, units).decisions;

/** Places every unit and decides on it by rules. */
export function readByRules(document: ExtractedDocument, units: Unit[]): Reading {
  const places = placeUnits(document, units);
  const rest = new Map<number, string>();
  // Backwards, because a sentence may be cut more than once.
  for (const { continues, unit } of places.toReversed()) {
    if (continues !== null) rest.set(continues, bounded(`${unit.text} ${rest.get(unit.index) ?? ''}`.trim()));
  }
  const words = places.map(({ start, unit }) =>
    bounded(
      `${document.text.slice(start, unit.end)} ${rest.get(unit.index) ?? ''}`.replace(/\s+/g, ' ').trim(),
    ),
  );
  const reading: Reading = {
    places,
    decisions: [],
    buyerNames: findBuyerNames(document.text),
    wordsOf: ({ unit }) => words[unit.index]!,
  };
  for (const place of places) {
    let decision: Decision | null = null;
    for (const rule of RULES) {
      decision = rule(place, reading);
      if (decision) break;
    }
    reading.decisions.push(decision ?? UNDECIDED);
  }
  for (const place of places) {
    if (reading.decisions[place.unit.index]!.reason !== UNDECIDED.reason) continue;
    for (const rule of DEFAULTS) {
      const decision = rule(place, reading);
      if (!decision) continue;
      reading.decisions[place.unit.index] = decision;
      break;
    }
  }
  return reading;
}
