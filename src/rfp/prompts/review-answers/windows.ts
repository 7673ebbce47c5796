import { PROMPT_CHARS } from './prompt.js';
import { issuesIn, reviewOf } from './rules.js';
import type { AnswerToReview, Issue, Review } from './types.js';

/**
 * Cuts a long list into parts that a prompt shows unshortened; each part is reviewed by the task, `mergeReviews` puts
 * the results together. Contradictions across parts are seen by the rules alone.
 */
export function reviewWindowsOf(answers: AnswerToReview[], maxChars = PROMPT_CHARS): AnswerToReview[][] {
  const windows: AnswerToReview[][] = [];
  let room = 0;
  for (const answer of answers) {
    const size = answer.question.length + answer.answer.length + 30;
    if (windows.length === 0 || size > room) {
      windows.push([]);
      room = maxChars;
    }
    windows.at(-1)!.push(answer);
    room -= size;
  }
  return windows;
}

/** One review of all answers: what rules see in the whole list, and what a model saw in its parts. */
export function mergeReviews(answers: AnswerToReview[], parts: Review[]): Review {
  return reviewOf(
    answers,
    withFindings(
      issuesIn(answers),
      parts.flatMap(({ issues }) => issues),
    ),
  );
}

/** Rules come first: a finding of the same kind at the same question adds nothing. */
export function withFindings(issues: Issue[], findings: Issue[]): Issue[] {
  const all = [...issues];
  for (const finding of findings) {
    if (!all.some(({ code, position }) => code === finding.code && position === finding.position))
      all.push(finding);
  }
  return all;
}
