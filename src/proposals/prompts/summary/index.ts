import type { Task } from '../../../ai/index.js';
import type { DraftedSection } from '../section/index.js';
import { acceptSummary } from './accept.js';
import { summaryPrompt } from './prompt.js';
import { summarizeByRules } from './rules.js';
import { type SummaryReply, summaryReply } from './schema.js';
import type { SummaryInput } from './types.js';

export type { SummarizedSection, SummaryInput } from './types.js';

/** Drafts the executive summary from the sections. */
export const summarize: Task<SummaryInput, SummaryReply, DraftedSection> = {
  name: 'summarize-proposal',
  schemaName: 'summarize_proposal',
  schema: summaryReply,
  maxOutputTokens: 4000,
  prompt: summaryPrompt,
  accept: acceptSummary,
  rules: summarizeByRules,
};
