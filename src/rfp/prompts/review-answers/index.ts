import type { Task } from '../../../ai/index.js';
import { harmless } from '../../../grounding/index.js';
import { INSTRUCTIONS, reviewAnswersPrompt } from './prompt.js';
import { issuesIn, reviewByRules, reviewOf } from './rules.js';
import { type ReviewAnswersReply, reviewAnswersReply } from './schema.js';
import type { AnswerToReview, Issue, Review } from './types.js';
import { withFindings } from './windows.js';

export type { AnswerToReview, Issue, IssueCode, Quality, Review } from './types.js';
export { mergeReviews, reviewWindowsOf } from './windows.js';

const LONGEST_EXPLANATION = 500;

/** Reviews answers. What can be counted is counted by rules in any case; a model adds what has to be understood. */
export const reviewAnswers: Task<AnswerToReview[], ReviewAnswersReply, Review> = {
  name: 'review-answers',
  model: 'REVIEW',
  schemaName: 'review_answers',
  schema: reviewAnswersReply,
  maxOutputTokens: 8000,
  description: 'Reviews drafted answers for contradictions and for statements without support.',
  material: 'The questions with their answers, by number.',
  instructions: INSTRUCTIONS,
  prompt: reviewAnswersPrompt,
  accept: ({ findings }, answers) =>
    reviewOf(
      answers,
      withFindings(
        issuesIn(answers),
        findings.flatMap((finding) => issueOf(finding, answers)),
      ),
    ),
  rules: reviewByRules,
};

/** Findings about questions that were not shown, or of nothing, are dropped. */
function issueOf(
  { code, questions, severity, explanation }: ReviewAnswersReply['findings'][number],
  answers: AnswerToReview[],
): Issue[] {
  const known = new Set(answers.filter(({ answer }) => answer.trim() !== '').map(({ position }) => position));
  const concerned = [...new Set(questions)].filter((position) => known.has(position)).sort((a, b) => a - b);
  const position = concerned.at(-1);
  const text = harmless(explanation, []).replace(/\s+/g, ' ').trim().slice(0, LONGEST_EXPLANATION);
  if (position === undefined || text === '') return [];
  const others = concerned.length > 1 ? ` (questions ${concerned.join(', ')})` : '';
  return [{ code, severity, message: `${text}${others}`, position }];
}
