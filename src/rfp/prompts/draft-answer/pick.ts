import type { Hit } from '../../../knowledge/index.js';
import type { Picked } from './confidence.js';
import { heldBy, saidIn } from './said.js';
import { importance, type Quote, stemsIn, sumOf } from './select.js';

/** A passage that holds this share of the words of the quotes says the same: it is no rival to them. */
const SAYS_THE_SAME = 0.35;

/**
 * What speaks for the passages that quotes were picked from.
 *
 * @param passages all that were found, best first
 */
export function pickOf(topic: Set<string>, quotes: Quote[], passages: Hit[]): Picked {
  const quoted = new Set(quotes.map(({ hit }) => hit));
  const said = saidIn(quotes.map(({ hit, start, end }) => hit.text.slice(start, end)).join(' '));
  const rival = passages.find((hit) => !quoted.has(hit) && heldBy(said, [saidIn(hit.text)]) < SAYS_THE_SAME);
  const best = Math.max(...quotes.map(({ hit }) => hit.score));
  return {
    focus: Math.max(...[...quoted].map((hit) => shareIn(topic, hit))),
    lead: best > 0 ? Math.max(0, 1 - (rival?.score ?? 0) / best) : 0,
    isSingle: quoted.size === 1,
  };
}

function shareIn(topic: Set<string>, { title, section, question, text }: Hit): number {
  const said = stemsIn(`${title} ${section ?? ''} ${question ?? ''} ${text}`);
  return (
    sumOf(topic, (stem) => (said.has(stem) ? importance(stem) : 0)) / Math.max(1e-9, sumOf(topic, importance))
  );
}
