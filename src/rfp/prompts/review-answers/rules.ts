import {
  bareText,
  missingPart,
  SOURCES_DIFFER,
  saysContradictory,
  stemsIn,
} from '../../../grounding/index.js';
import { placeholderIn } from '../../../knowledge/index.js';
import { partsOf } from '../draft-answer/topic.js';
import { contradictionsIn } from './contradictions.js';
import type { AnswerToReview, Issue, Quality, Review } from './types.js';

/** A draft below this is to be read with care. */
const LOW_CONFIDENCE = 0.5;
/** Shorter equal answers ("Yes.", "Not applicable.") are no sign of a mistake. */
const TELLING_LENGTH = 60;
/** Unsupported sentences of one answer that an issue quotes. */
const MOST_SHOWN = 3;

/** Everything that can be counted or read off the answers without a model. */
export function reviewByRules(answers: AnswerToReview[]): Review {
  return reviewOf(answers, issuesIn(answers));
}

/** The review that these issues make; see `overallQuality` for what the grades mean. */
export function reviewOf(answers: AnswerToReview[], issues: Issue[]): Review {
  const completenessScore = completenessOf(answers);
  const rank: Record<Quality, number> = { HIGH: 0, MEDIUM: 1, LOW: 2 };
  const sorted = [...issues].sort(
    (a, b) => rank[a.severity] - rank[b.severity] || (a.position ?? 0) - (b.position ?? 0),
  );
  return {
    overallQuality: overallQuality(answers, completenessScore, issues),
    completenessScore,
    issues: sorted,
  };
}

const hasText = ({ answer }: AnswerToReview) => answer.trim() !== '';
const isAnswered = (answer: AnswerToReview) =>
  hasText(answer) && ['DRAFTED', 'APPROVED_MATCH', 'EDITED', 'APPROVED'].includes(answer.status);
const isByPerson = ({ status }: AnswerToReview) => status === 'EDITED' || status === 'APPROVED';

/** Share of the questions that have an answer, 0 to 1; 0 where there are no questions. */
export function completenessOf(answers: AnswerToReview[]): number {
  return answers.length === 0 ? 0 : answers.filter(isAnswered).length / answers.length;
}

/**
 * - LOW: less than 70 % answered, or more than a tenth of the answers contradictory or with placeholders, or drafts
 *   whose mean confidence is below 0.4.
 * - HIGH: at least 95 % answered, no grave issue, mean confidence at least 0.6.
 * - MEDIUM: all else. What people edited or approved counts as certain.
 */
function overallQuality(answers: AnswerToReview[], completeness: number, issues: Issue[]): Quality {
  const answered = answers.filter(isAnswered);
  const trust = answered.map((answer) => (isByPerson(answer) ? 1 : answer.confidence));
  const mean = trust.reduce((sum, one) => sum + one, 0) / Math.max(1, trust.length);
  const wrong = issues.filter(({ code }) => code === 'CONTRADICTION' || code === 'PLACEHOLDER').length;
  if (completeness < 0.7 || wrong > Math.max(1, answers.length / 10) || mean < 0.4) return 'LOW';
  const grave = issues.some(({ severity }) => severity === 'HIGH');
  return completeness >= 0.95 && !grave && mean >= 0.6 ? 'HIGH' : 'MEDIUM';
}

export function issuesIn(answers: AnswerToReview[]): Issue[] {
  if (answers.length === 0) {
    const message =
      'No question was found in the document. Check that it is the right file and that its text can be read.';
    return [{ code: 'NO_QUESTIONS', severity: 'HIGH', message, position: null }];
  }
  const answered = answers.filter(isAnswered);
  return [...answers.flatMap(issuesOfOne), ...contradictionsIn(answered), ...duplicatesIn(answered)];
}

function issuesOfOne(answer: AnswerToReview): Issue[] {
  const issue = (code: Issue['code'], severity: Quality, message: string): Issue[] => [
    { code, severity, message, position: answer.position },
  ];
  // What nobody has to answer in words weighs less: most instructions are followed rather than answered.
  const missing = answer.kind === 'instruction' ? 'MEDIUM' : 'HIGH';
  if (answer.status === 'FAILED') {
    return issue('FAILED', missing, 'The answer could not be drafted. Draft it again or write it.');
  }
  if (answer.status === 'NEEDS_INPUT' && saysContradictory(answer.answer)) {
    const where = answer.answer.startsWith(SOURCES_DIFFER)
      ? 'The sources in the knowledge base differ on this'
      : 'The answer library holds approved answers to this that contradict each other';
    return issue('CONTRADICTION', 'HIGH', `${where}. Decide which one holds.`);
  }
  const left = missingPart(answer.answer);
  if (answer.status === 'NEEDS_INPUT' && left !== null) {
    const message = `Only a part of this is answered. The knowledge base does not answer ${left}.`;
    return issue('NEEDS_INPUT', missing, message);
  }
  if (answer.status === 'NEEDS_INPUT') {
    return issue(
      'NEEDS_INPUT',
      missing,
      'The knowledge base does not answer this. Somebody who knows has to.',
    );
  }
  if (!isAnswered(answer)) return issue('UNANSWERED', missing, 'There is no answer yet.');
  return [
    ...[placeholderIn(answer.answer) ?? []]
      .flat()
      .flatMap((found) => issue('PLACEHOLDER', 'HIGH', `The answer still holds a placeholder: ${found}`)),
    ...unansweredPartsOf(answer).flatMap((parts) =>
      issue(
        'PART_UNANSWERED',
        'MEDIUM',
        `The answer does not speak of a part of the question: ${parts}. Check that it is whole.`,
      ),
    ),
    ...(isByPerson(answer)
      ? []
      : doubtsOf(answer).flatMap(([code, severity, message]) => issue(code, severity, message))),
  ];
}

/** Where a question asks several things, those of which the answer has no word; quoted, in a list of one or none. */
function unansweredPartsOf({ question, answer }: AnswerToReview): string[] {
  const parts = partsOf(question);
  const said = stemsIn(bareText(answer));
  const silent = parts.filter(({ stems }) => ![...stems].some((stem) => said.has(stem)));
  // An answer in other words throughout, such as "Yes, both.", tells rules nothing.
  if (silent.length === 0 || silent.length === parts.length) return [];
  return [silent.map(({ text }) => `“${text}”`).join(', ')];
}

function doubtsOf(answer: AnswerToReview): [Issue['code'], Quality, string][] {
  const doubts: [Issue['code'], Quality, string][] = [];
  if (answer.confidence < LOW_CONFIDENCE) {
    const percent = Math.round(answer.confidence * 100);
    doubts.push([
      'LOW_CONFIDENCE',
      'MEDIUM',
      `The draft has a confidence of ${percent} %. Check it against its sources.`,
    ]);
  }
  if (answer.sources === 0) doubts.push(['UNSUPPORTED', 'MEDIUM', 'The draft quotes no source.']);
  else if (answer.unsupported.length > 0)
    doubts.push(['UNSUPPORTED', 'LOW', unsupportedMessage(answer.unsupported)]);
  return doubts;
}

/** Names the first few; the rest is counted. */
function unsupportedMessage(sentences: string[]): string {
  const shown = sentences.slice(0, MOST_SHOWN).map((sentence) => {
    const text = sentence.replace(/\s+/g, ' ');
    return `“${text.length > 160 ? `${text.slice(0, 160)}…` : text}”`;
  });
  const more = sentences.length - shown.length;
  return `No source supports: ${shown.join(' ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function duplicatesIn(answers: AnswerToReview[]): Issue[] {
  const same = new Map<string, AnswerToReview[]>();
  for (const answer of answers) {
    const key = answer.answer
      .toLowerCase()
      .replace(/\[\d+\]/g, '')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
    if (key.length >= TELLING_LENGTH) same.set(key, [...(same.get(key) ?? []), answer]);
  }
  return [...same.values()].flatMap(([first, ...others]) => {
    if (!first || others.length === 0) return [];
    const numbers = others.map(({ position }) => position).join(', ');
    const message = `Questions ${first.position} and ${numbers} have the same answer. Check that it fits each of them.`;
    return [
      { code: 'DUPLICATE_ANSWER' as const, severity: 'LOW' as const, message, position: others[0]!.position },
    ];
  });
}
