import type { App } from '../app-types.js';
import { type Hit, type SearchApp, searchKnowledge, withoutStale } from '../knowledge/index.js';
import { answerFromLibrary, type DraftedAnswer, partsOf } from './prompts/draft-answer/index.js';

/** The engine of an answer that was taken from the library. */
export const LIBRARY = 'library';

const PASSAGES = 8;
// Looked through for the very question; a passage costs nothing there.
const LOOKED_THROUGH = 30;

/**
 * All that is found for a question, best first; the library is looked through in it. Where several things are asked, each
 * is searched for by itself, too: together they would hide what answers one of them.
 *
 * @param query the question with what helps to find an answer
 */
export async function findEvidence(
  app: SearchApp,
  organizationId: string,
  { query, question }: { query: string; question: string },
): Promise<Hit[]> {
  const parts = partsOf(question);
  const queries = [query, ...(parts.length > 1 ? parts.map(({ query }) => query) : [])];
  const found = await Promise.all(
    queries.map((query) => searchKnowledge(app, { organizationId, query, first: LOOKED_THROUGH })),
  );
  return inTurn(found).slice(0, LOOKED_THROUGH);
}

/** The hits of several searches, the best of each first; one that several found has the best of its scores. */
function inTurn(found: Hit[][]): Hit[] {
  const hits = new Map<string, Hit>();
  for (let rank = 0; rank < LOOKED_THROUGH; rank++)
    for (const hit of found.flatMap((list) => list[rank] ?? [])) {
      const known = hits.get(hit.passageId);
      if (!known) hits.set(hit.passageId, hit);
      else if (hit.score > known.score) hits.set(hit.passageId, { ...known, score: hit.score });
    }
  return [...hits.values()];
}

/** What of it an answer is drafted from. */
export const draftedFrom = (found: Hit[]): Hit[] => found.slice(0, PASSAGES);

/** The approved answer to the very question, where what was found holds one that is not STALE. */
export const knownAnswer = async (
  app: App,
  asked: { question: string; context: string | null },
  found: Hit[],
): Promise<DraftedAnswer | null> => answerFromLibrary({ ...asked, passages: await withoutStale(app, found) });
