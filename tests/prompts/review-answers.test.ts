import { expect, test } from 'vitest';
import {
  type AnswerToReview,
  mergeReviews,
  reviewAnswers,
  reviewWindowsOf,
} from '../../src/rfp/prompts/review-answers/index.js';

let position = 0;
const answered = (answer: string, rest: Partial<AnswerToReview> = {}): AnswerToReview => ({
  position: ++position,
  question: `What about topic ${position}?`,
  kind: 'question',
  answer,
  status: 'DRAFTED',
  confidence: 0.8,
  sources: 1,
  unsupported: [],
  ...rest,
});
const issues = (...answers: AnswerToReview[]) => reviewAnswers.rules(answers).issues;
const codes = (...answers: AnswerToReview[]) => issues(...answers).map(({ code }) => code);

test('complete answers without an issue are of high quality', () => {
  const review = reviewAnswers.rules([
    answered('Data at rest is encrypted. [1]'),
    answered('We are in Ohio. [1]'),
  ]);
  expect(review).toEqual({ overallQuality: 'HIGH', completenessScore: 1, issues: [] });
});

test('completeness is the share of questions with an answer', () => {
  const review = reviewAnswers.rules([
    answered('Yes. [1]'),
    answered('Edited by a person.', { status: 'EDITED', sources: 0 }),
    answered('The knowledge base holds nothing.', { status: 'NEEDS_INPUT' }),
    answered('', { status: 'FAILED' }),
  ]);
  expect(review.completenessScore).toBe(0.5);
  expect(review.overallQuality).toBe('LOW');
  expect(review.issues.map(({ code }) => code)).toEqual(['NEEDS_INPUT', 'FAILED']);
});

test('a document without questions is an issue, not a success', () => {
  expect(reviewAnswers.rules([])).toMatchObject({
    overallQuality: 'LOW',
    completenessScore: 0,
    issues: [{ code: 'NO_QUESTIONS', position: null }],
  });
});

test('what is missing for an instruction weighs less than for a question', () => {
  const [first, second] = issues(
    answered('', { status: 'PENDING', kind: 'instruction' }),
    answered('', { status: 'PENDING' }),
  );
  expect([first!.severity, second!.severity]).toEqual(['HIGH', 'MEDIUM']);
});

test.each([
  'TBD',
  '[insert client name]',
  'lorem ipsum dolor',
  '{{vendor}}',
  '<your company>',
  'Price: ______',
  'for [NUMBER] people',
  'at <amount> a day',
])('the placeholder %j is found', (text) => {
  expect(codes(answered(`Our offer is ${text} [1]`, { status: 'APPROVED' }))).toEqual(['PLACEHOLDER']);
});

test('what an answer does not speak of is named where the question asks several things, also of an approved one', () => {
  const question = 'Describe your cold store and your fire protection.';
  const half = answered('The cold store is kept below 4 degrees. [1]', { question, status: 'APPROVED' });
  const [issue] = issues(half);
  expect(issue).toMatchObject({ code: 'PART_UNANSWERED', severity: 'MEDIUM', position: half.position });
  expect(issue!.message).toContain('“fire protection”');
  expect(codes(answered('Sprinklers protect the cold store from fire. [1]', { question }))).toEqual([]);
  expect(codes(answered('Yes, both.', { question, status: 'EDITED' }))).toEqual([]);
});

test('a draft that says that sources differ, or that a part is missing, is an issue of its own', () => {
  const needs = (answer: string) => issues(answered(answer, { status: 'NEEDS_INPUT', confidence: 0.3 }));
  const [differ] = needs(
    'The sources in the knowledge base differ on this. Somebody who knows has to decide which one holds.\n\nWhat differs: …',
  );
  expect(differ).toMatchObject({ code: 'CONTRADICTION', severity: 'HIGH' });
  const [part] = needs('We do. [1]\n\nNot answered by the knowledge base: “fire protection”.');
  expect(part).toMatchObject({ code: 'NEEDS_INPUT', severity: 'HIGH' });
  expect(part!.message).toContain('“fire protection”');
});

test('markers, links and ordinary brackets are no placeholders', () => {
  expect(
    codes(answered('See [your profile](https://example.com/me), the list[2] and <b>this</b>. [1]')),
  ).toEqual([]);
});

test('low confidence and missing sources are named for drafts, not for what people wrote', () => {
  const weak = { confidence: 0.3, sources: 0 };
  expect(codes(answered('We do.', weak))).toEqual(['LOW_CONFIDENCE', 'UNSUPPORTED']);
  expect(codes(answered('We do.', { ...weak, status: 'EDITED' }))).toEqual([]);
});

test('sentences that no quote supports are named', () => {
  const [issue] = issues(
    answered('Data is encrypted. [1] We also guarantee that no breach will ever happen to you.', {
      unsupported: ['We also guarantee that no breach will ever happen to you.'],
    }),
  );
  expect(issue).toMatchObject({ code: 'UNSUPPORTED', severity: 'LOW' });
  expect(issue!.message).toContain('We also guarantee');
});

test('different figures for one measure contradict each other, whatever their unit', () => {
  const found = issues(
    answered('We guarantee 99.9% uptime. [1]'),
    answered('Our availability target is 99.5 percent. [1]'),
    answered('The recovery time objective is four hours and the recovery point objective is 15 minutes. [1]'),
    answered('RTO: 240 minutes. [1]'),
  );
  expect(found.map(({ code }) => code)).toEqual(['CONTRADICTION']);
  expect(found[0]!.message).toContain('99.9%');
  expect(found[0]!.message).toContain('99.5 percent');
});

test('tiers within one answer, and other things in percent, are no contradiction', () => {
  expect(
    codes(
      answered('Uptime is 99.9% for standard and 99.99% for premium plans. [1]'),
      answered('We guarantee 99.9% uptime. [1]'),
      answered('Prices rise by no more than 3% a year. [1]'),
      answered('Backups are kept for 35 days. [1]'),
      answered('Audit logs are kept for seven years. [1]'),
    ),
  ).toEqual([]);
});

test('a yes and a no to the same question contradict each other', () => {
  const found = issues(
    answered('Yes, in Ohio. [1]', { question: 'Is customer data stored in the United States?' }),
    answered('No. 3 regions exist, but yes is what I mean. [1]', { question: 'How many regions are there?' }),
    answered('No, in Ireland. [1]', {
      question: 'Please state whether customer data is stored in the United States.',
    }),
  );
  expect(found.map(({ code }) => code)).toEqual(['CONTRADICTION']);
});

test('a long answer given twice is worth a look, a short one is not', () => {
  const long = 'Larkfield is certified to ISO/IEC 27001 for development, hosting and support of its letters.';
  expect(
    codes(answered(`${long} [1]`), answered(`${long} [2]`), answered('Yes. [1]'), answered('Yes. [1]')),
  ).toEqual(['DUPLICATE_ANSWER']);
});

const finding = (questions: number[], explanation = 'Both cannot be true.') => ({
  code: 'CONTRADICTION' as const,
  questions,
  severity: 'HIGH' as const,
  explanation,
});

test('a model adds to what rules have counted, and never takes away', () => {
  const answers = [
    answered('TBD', { position: 1 }),
    answered('We never. [1]', { position: 2 }),
    answered('We always. [1]', { position: 3 }),
  ];
  const { issues } = reviewAnswers.accept({ findings: [finding([3, 2])] }, answers);
  expect(issues.map(({ code, position }) => [code, position])).toEqual([
    ['PLACEHOLDER', 1],
    ['CONTRADICTION', 3],
  ]);
  expect(issues[1]!.message).toContain('(questions 2, 3)');
});

test('findings about questions that were not shown, or that say nothing, are dropped', () => {
  const answers = [answered('We do. [1]', { position: 1 })];
  expect(
    reviewAnswers.accept({ findings: [finding([42]), finding([]), finding([1], ' ')] }, answers).issues,
  ).toEqual([]);
});

test('long lists go in windows, and the whole is still reviewed as a whole', () => {
  const answers = Array.from({ length: 40 }, (_, i) =>
    answered(
      `${i === 0 ? 'Uptime is 99.9%.' : i === 39 ? 'Uptime is 99.5%.' : `Text ${i}.`} ${'x'.repeat(1000)} [1]`,
      { position: i + 1 },
    ),
  );
  const windows = reviewWindowsOf(answers, 10_000);
  expect(windows.flat()).toEqual(answers);
  expect(windows.length).toBeGreaterThan(3);
  const merged = mergeReviews(
    answers,
    windows.map((window) => reviewAnswers.accept({ findings: [] }, window)),
  );
  expect(merged.issues.map(({ code, position }) => [code, position])).toEqual([['CONTRADICTION', 40]]);
});

test('a prompt that would be too long shows every answer, the longest shortened', () => {
  const answers = [
    answered(`short ${'y'.repeat(50)} end-of-short`),
    ...[1, 2].map(() => answered(`${'z'.repeat(400_000)} end-of-long`)),
  ];
  const user = reviewAnswers.prompt(answers);
  expect(user.length).toBeLessThan(200_000);
  expect(user).toContain('end-of-short');
  expect(user.match(/\[…\]/g)).toHaveLength(2);
});
