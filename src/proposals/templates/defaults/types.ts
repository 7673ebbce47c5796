import type { TemplateSection } from '../types.js';

export interface DefaultTemplate {
  name: string;
  /** Other words for the industry, in lower case. */
  synonyms: string[];
  sections: TemplateSection[];
}
