import { regulated } from './regulated.js';
import { technology } from './technology.js';
import { trades } from './trades.js';
import type { DefaultTemplate } from './types.js';

/** The templates that come with the product, by the industry of the client. */
export const DEFAULT_TEMPLATES = { ...technology, ...regulated, ...trades } satisfies Record<
  string,
  DefaultTemplate
>;

export type Industry = keyof typeof DEFAULT_TEMPLATES;
