import type { Task } from '../../../ai/index.js';
import type { DraftedSection } from '../section/index.js';
import { acceptSummary } from './accept.js';
import { INSTRUCTIONS, summaryPrompt } from './prompt.js';
import { summarizeByRules } from './rules.js';
import { type SummaryReply, summaryReply } from './schema.js';
import type { SummaryInput } from './types.js';

export type { SummarizedSection, SummaryInput } from './types.js';

/** Drafts the executive summary from the sections. */
export const summarize: Task<SummaryInput, SummaryReply, DraftedSection> = {
  name: 'summarize-proposal',
  model: 'DRAFTING',
  schemaName: 'summarize_proposal',
  schema: summaryReply,
  maxOutputTokens: 4000,
  description: 'Drafts the executive summary of a proposal from its other sections.',
  material: 'Client and industry, the sections by number, and what a reviewer asks of a new draft.',
  instructions: INSTRUCTIONS,
  prompt: summaryPrompt,
  accept: acceptSummary,
  rules: summarizeByRules,
};
