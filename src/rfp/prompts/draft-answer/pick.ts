import { heldBy, type Picked, type Quote, saidIn } from '../../../grounding/index.js';
import type { Hit } from '../../../knowledge/index.js';
import type { Candidate } from './candidates.js';

/** A passage that holds this share of the words of the quotes says the same: it is no rival to them. */
const SAYS_THE_SAME = 0.35;
/** The log-odds of what was no candidate, and the margin where there is no other one. */
const UNFIT = -6;
const ALONE = 4;

/**
 * What speaks for the quotes that were picked.
 *
 * @param passages all that were found, best first
 * @param candidates all that might have been quoted, best first
 */
export function pickOf(quotes: Quote[], passages: Hit[], candidates: Candidate[]): Picked {
  const isQuoted = ({ lead }: Candidate) => quotes.some(({ units }) => units.includes(lead));
  const fit = candidates.find(isQuoted)?.fit ?? UNFIT;
  const quoted = new Set(quotes.map(({ hit }) => hit));
  const said = saidIn(quotes.map(({ hit, start, end }) => hit.text.slice(start, end)).join(' '));
  const saysOther = (text: string) => heldBy(said, [saidIn(text)]) < SAYS_THE_SAME;
  const other = candidates.find((candidate) => !isQuoted(candidate) && saysOther(candidate.lead.text));
  const rival = passages.find((hit) => !quoted.has(hit) && saysOther(hit.text));
  const best = Math.max(...quotes.map(({ hit }) => hit.score));
  return {
    fit,
    isCell: quotes.some(({ isCell }) => isCell),
    isNamed: quotes.every(({ isNamed }) => isNamed),
    margin: other ? fit - other.fit : ALONE,
    lead: best > 0 ? Math.max(0, 1 - (rival?.score ?? 0) / best) : 0,
  };
}
