import type { Task } from '../../../ai/index.js';
import { harmless } from '../../../grounding/index.js';
import { INSTRUCTIONS, reviewPrompt } from './prompt.js';
import { issuesIn, reviewByRules, reviewOf } from './rules.js';
import { type ReviewReply, reviewReply } from './schema.js';
import type { ProposalIssue, ProposalReview, ReviewInput } from './types.js';

export type { ProposalIssue, ProposalReview, ReviewInput } from './types.js';

const LONGEST_EXPLANATION = 500;

/** Reviews a proposal. What can be counted is counted by rules in any case; a model adds what has to be understood. */
export const reviewProposalTask: Task<ReviewInput, ReviewReply, ProposalReview> = {
  name: 'review-proposal',
  model: 'REVIEW',
  schemaName: 'review_proposal',
  schema: reviewReply,
  maxOutputTokens: 8000,
  description: 'Reviews a drafted proposal for contradictions and for statements without support.',
  material: 'The sections by number.',
  instructions: INSTRUCTIONS,
  prompt: reviewPrompt,
  accept({ findings }, input) {
    const counted = issuesIn(input);
    const added = findings
      .flatMap((finding) => issueOf(finding, input))
      .filter(({ code, section }) => !counted.some((one) => one.code === code && one.section === section));
    return reviewOf(input, [...counted, ...added]);
  },
  rules: reviewByRules,
};

/** Findings about sections that were not shown, or of nothing, are dropped. */
function issueOf(
  { code, sections, severity, explanation }: ReviewReply['findings'][number],
  input: ReviewInput,
): ProposalIssue[] {
  const known = new Set(input.sections.map(({ position }) => position));
  const concerned = [...new Set(sections)].filter((position) => known.has(position)).sort((a, b) => a - b);
  const section = concerned.at(-1);
  const text = harmless(explanation, []).replace(/\s+/g, ' ').trim().slice(0, LONGEST_EXPLANATION);
  return section === undefined || text === '' ? [] : [{ code, severity, message: text, section }];
}
