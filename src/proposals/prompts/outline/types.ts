import type { TemplateSection } from '../../templates/index.js';

export interface OutlineInput {
  sections: TemplateSection[];
  requirements: { position: number; text: string }[];
}

/** What each section of the template is to take up; one entry a section, in order. */
export interface OutlinedSection {
  /** Positions of the requirements. Each requirement is in exactly one section. */
  requirements: number[];
  /** What to look up in the knowledge base. */
  topics: string[];
}
