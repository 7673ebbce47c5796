import type { App } from '../app-types.js';
import { type Hit, searchKnowledge, withoutStale } from '../knowledge/index.js';
import { answerFromLibrary, type DraftedAnswer } from './prompts/draft-answer/index.js';

/** The engine of an answer that was taken from the library. */
export const LIBRARY = 'library';

const PASSAGES = 8;
// Looked through for the very question; a passage costs nothing there.
const LOOKED_THROUGH = 30;

/** All that is found for a question; the library is looked through in it. */
export const findEvidence = (app: App, organizationId: string, query: string): Promise<Hit[]> =>
  searchKnowledge(app, { organizationId, query, first: LOOKED_THROUGH });

/** What of it an answer is drafted from. */
export const draftedFrom = (found: Hit[]): Hit[] => found.slice(0, PASSAGES);

/** The approved answer to the very question, where what was found holds one that is not STALE. */
export const knownAnswer = async (
  app: App,
  asked: { question: string; context: string | null },
  found: Hit[],
): Promise<DraftedAnswer | null> => answerFromLibrary({ ...asked, passages: await withoutStale(app, found) });
