import type { Task } from '../../../ai/index.js';
import { acceptSection } from './accept.js';
import { sectionPrompt } from './prompt.js';
import { draftSectionByRules } from './rules.js';
import { type SectionReply, sectionReply } from './schema.js';
import type { DraftedSection, SectionInput } from './types.js';

export { type DraftedSection, type Lookup, passagesOf, type SectionInput } from './types.js';

/** Drafts one section of a proposal from passages of the knowledge base. */
export const draftSectionTask: Task<SectionInput, SectionReply, DraftedSection> = {
  name: 'draft-section',
  schemaName: 'draft_section',
  schema: sectionReply,
  maxOutputTokens: 8000,
  prompt: sectionPrompt,
  accept: acceptSection,
  rules: draftSectionByRules,
};
