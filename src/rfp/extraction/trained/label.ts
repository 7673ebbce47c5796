import { readFileSync } from 'node:fs';
import type { ExtractedDocument } from '../../../formats/types.js';
import type { Unit, UnitLabel } from '../../extraction-types.js';
import { context, type Decision, decide, isAsked } from '../decision.js';
import { labelByRules, readByRules } from '../label.js';
import { featuresOf } from './features.js';
import { classifier, inputOf, unpackWeights } from './weights.js';

/** From this probability on a unit is asked. */
const ASKED_FROM = 0.4;
/** Where the rules say so too. */
const ASKED_FROM_BY_BOTH = 0.15;
/** What a regulation prescribes word for word binds as a whole: only what is clearly asked besides counts. */
const ASKED_FROM_IN_CLAUSE = 0.8;
const CLAUSE_OF_REGULATION = 'text of a standard clause';

/** A document beyond some three hundred pages is labelled by rules alone, which take a fraction of the time. */
const MOST_UNITS = 10_000;

/** What rules tell by the structure of a document and hardly ever wrongly: of 1,400 such units 10 were asked. */
const STRUCTURE = new Set([
  'no words',
  'title',
  'choice',
  'choice under a question',
  'column header',
  'a note on the row',
  'number',
  'price table',
  'room for an answer',
  'clauses listed',
  'already answered',
  'an answer',
  'evaluators ask themselves',
  'evaluators’ form',
  'a case of the duty above',
]);

const KINDS: UnitLabel[] = ['question', 'requirement', 'instruction'];

/**
 * What a unit is, by what rules decided and by what was learnt.
 *
 * @param probabilities of the classes of `docs/labelling.md`, questions, requirements and instructions first
 * @param clause index of the class of clauses
 */
export function weigh(byRules: Decision, probabilities: ArrayLike<number>, clause: number): Decision {
  if (byRules.label === 'furniture') return byRules;
  if (!isAsked(byRules.label) && STRUCTURE.has(byRules.reason)) return byRules;
  const asked = KINDS.map((_, k) => probabilities[k]!);
  const total = asked.reduce((sum, own) => sum + own, 0);
  if (total >= leastFor(byRules))
    return decide(KINDS[asked.indexOf(Math.max(...asked))]!, 'learnt from labelled papers');
  const isClause = probabilities[clause]! >= Math.max(...Array.from(probabilities));
  return context(isClause ? CLAUSE : 'learnt from labelled papers');
}

const leastFor = ({ label, reason }: Decision) =>
  reason === CLAUSE_OF_REGULATION ? ASKED_FROM_IN_CLAUSE : isAsked(label) ? ASKED_FROM_BY_BOTH : ASKED_FROM;

/** Reason of a unit that binds the vendor, but that nobody answers one by one. */
export const CLAUSE = 'contract clause';

function load() {
  const weights = unpackWeights(readFileSync(new URL('./weights.bin', import.meta.url)));
  return { classify: classifier(weights), clause: weights.classes.indexOf('c') };
}

let loaded: ReturnType<typeof load> | undefined;

/** Labels every unit by what was learnt from labelled papers, and by rules where structure decides. */
export function labelUnits(document: ExtractedDocument, units: Unit[]): Decision[] {
  if (units.length > MOST_UNITS) return labelByRules(document, units);
  loaded ??= load();
  const { classify, clause } = loaded;
  const reading = readByRules(document, units);
  const features = featuresOf(reading);
  return reading.decisions.map((byRules, at) => weigh(byRules, classify(inputOf(features(at))), clause));
}
