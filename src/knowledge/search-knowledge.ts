import type { App } from '../app-types.js';
import { type Hit, type Search, searchPassages } from './search.js';

/** Finds the passages of a tenant that say most about what a query asks, best first. */
export const searchKnowledge = (app: App, search: Search): Promise<Hit[]> => searchPassages(app.sql, search);
