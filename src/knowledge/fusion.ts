import { type Ranked, scoreOf } from './ranking.js';
import type { Neighbour } from './vectors/vector-store.js';

/** Damps the first ranks; the value of Cormack, Clarke and Büttcher 2009, who found it to matter little. */
const K = 60;

/**
 * Fuses what full text found with the neighbours by meaning: each passage is worth the sum of 1 / (60 + its rank) over
 * the lists that have it (reciprocal rank fusion, Cormack, Clarke and Büttcher 2009, SIGIR). Without neighbours the
 * order is that of full text.
 *
 * The neighbours weigh the less the surer full text is of its best hit, (1 - score)²: a passage that holds the words of
 * the question together answers it nine times in ten, and a list made without them would only move others before it.
 *
 * @param ranked by full text, best first; those that hold no term of the query are known by their vectors alone
 * @param near nearest first
 */
export function fuse<C extends { passageId: string; bm25: number }>(
  ranked: Ranked<C>[],
  near: Neighbour[],
  terms: number,
): { candidate: C; score: number }[] {
  const worth = new Map<string, number>();
  const add = (id: string, rank: number, weight: number) =>
    worth.set(id, (worth.get(id) ?? 0) + weight / (K + rank + 1));
  const found = ranked.filter(({ candidate }) => candidate.bm25 > 0);
  const sureness = found[0] ? scoreOf(found[0].evidence, terms) : 0;
  for (const [rank, { candidate }] of found.entries()) add(candidate.passageId, rank, 1);
  for (const [rank, { passageId }] of near.entries()) add(passageId, rank, (1 - sureness) ** 2);
  const meaning = standingOut(near);
  return ranked
    .map(({ candidate, evidence }) => ({
      candidate,
      score: scoreOf({ ...evidence, meaning: meaning.get(candidate.passageId) ?? null }, terms),
      worth: worth.get(candidate.passageId) ?? 0,
    }))
    .sort((a, b) => b.worth - a.worth);
}

/**
 * How far each neighbour stands out from the last of them, 0 to 1. The cosines of one model lie between 0.7 and 0.9,
 * those of another between 0.1 and 0.6; what they have in common is that a passage which answers stands out.
 */
function standingOut(near: Neighbour[]): Map<string, number> {
  const least = near.at(-1)?.similarity ?? 0;
  const room = Math.max(1 - least, 1e-6);
  return new Map(near.map(({ passageId, similarity }) => [passageId, (similarity - least) / room]));
}
