import type { Picked } from '../../../grounding/index.js';
import { heldBy, type Quote, saidIn, stemsIn } from '../../../grounding/index.js';
import type { Hit } from '../../../knowledge/index.js';
import { sumOf } from './select.js';

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
    isWhole:
      quotes.some(({ isCell }) => isCell) ||
      [...quoted].some((hit) => isIn(topic, stemsIn(`${headsOf(hit)} ${hit.text}`))),
    isNamed: isNamed(topic, mostQuoted(quotes)),
    lead: best > 0 ? Math.max(0, 1 - (rival?.score ?? 0) / best) : 0,
    isSingle: quoted.size === 1 || quotes.every(({ isNamed }) => isNamed),
  };
}

const headsOf = ({ title, section, question }: Hit) => `${title} ${section ?? ''} ${question ?? ''}`;
const isIn = (some: Set<string>, others: Set<string>) => [...some].every((stem) => others.has(stem));

function mostQuoted(quotes: Quote[]): Hit {
  const lengthOf = (hit: Hit) => sumOf(quotes, (quote) => (quote.hit === hit ? quote.end - quote.start : 0));
  return quotes.map(({ hit }) => hit).reduce((most, hit) => (lengthOf(hit) > lengthOf(most) ? hit : most));
}

/** Whether all of its question or nearest heading is asked, and all that is asked stands above it. */
function isNamed(topic: Set<string>, hit: Hit): boolean {
  const head = stemsIn(hit.question ?? hit.section?.split(' > ').at(-1) ?? '');
  return head.size > 0 && isIn(head, topic) && isIn(topic, stemsIn(headsOf(hit)));
}
