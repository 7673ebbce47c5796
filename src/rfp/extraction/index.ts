import type { ExtractedDocument } from '../../formats/types.js';
import type { Extraction } from '../extraction-types.js';
import { assembleExtraction } from './assemble.js';
import { labelByRules } from './label.js';
import { splitUnits } from './units.js';

export { assembleExtraction } from './assemble.js';
export type { Decision } from './decision.js';
export { labelByRules } from './label.js';
export { splitUnits } from './units.js';

/** Finds what a vendor has to answer or comply with, by rules alone. Pure; linear in the size of the document. */
export function extractByRules(document: ExtractedDocument): Extraction {
  const units = splitUnits(document);
  const labels = labelByRules(document, units).map(({ label }) => label);
  return assembleExtraction(document, units, labels);
}
