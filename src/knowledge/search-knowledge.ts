import { neighboursOf } from './neighbours.js';
import { searchPassages } from './search.js';
import type { Hit, Search, SearchApp } from './search-types.js';

/**
 * Finds the passages of a tenant that say most about what a query asks, best first: by full text always, and by meaning
 * too where an embedding model is configured and answers.
 */
export const searchKnowledge = (app: SearchApp, search: Search): Promise<Hit[]> =>
  searchPassages(app.sql, search, neighboursOf(app, search));
