import type { Task } from '../../../ai/index.js';
import { acceptSection } from './accept.js';
import { INSTRUCTIONS, sectionPrompt } from './prompt.js';
import { draftSectionByRules } from './rules.js';
import { type SectionReply, sectionReply } from './schema.js';
import type { DraftedSection, SectionInput } from './types.js';

export { type DraftedSection, type Lookup, passagesOf, type SectionInput } from './types.js';

/** Drafts one section of a proposal from passages of the knowledge base. */
export const draftSectionTask: Task<SectionInput, SectionReply, DraftedSection> = {
  name: 'draft-section',
  model: 'DRAFTING',
  schemaName: 'draft_section',
  schema: sectionReply,
  maxOutputTokens: 8000,
  description: 'Drafts one section of a proposal, with quotes for what it states.',
  material:
    'Title and purpose of the section, client and industry, its numbered requirements, numbered passages of the knowledge base, and what a reviewer asks of a new draft.',
  instructions: INSTRUCTIONS,
  prompt: sectionPrompt,
  accept: acceptSection,
  rules: draftSectionByRules,
};
