import { RULES } from '../ai/index.js';
import type { App } from '../app-types.js';

/** "rules", or the model that does the work. */
export const engineOf = (app: Pick<App, 'ai'>): string => app.ai?.model ?? RULES;
