import type { ExtractedDocument } from '../../formats/types.js';
import type { Extraction } from '../extraction-types.js';
import { assembleExtraction } from './assemble.js';
import { labelUnits } from './trained/label.js';
import { splitUnits } from './units.js';

export { assembleExtraction } from './assemble.js';
export type { Decision } from './decision.js';
export { labelByRules } from './label.js';
export { splitUnits } from './units.js';

/**
 * Finds what a vendor has to answer or comply with, without asking a provider of models: by what was learnt from labelled
 * papers, and by rules where the structure of the document decides. Linear in the size of the document.
 */
export function extractLocally(document: ExtractedDocument): Extraction {
  const units = splitUnits(document);
  const labels = labelUnits(document, units).map(({ label }) => label);
  return assembleExtraction(document, units, labels);
}
