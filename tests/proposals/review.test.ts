import { expect, test } from 'vitest';
import { reviewByRules } from '../../src/proposals/prompts/review/rules.js';
import type { ReviewInput, SectionToReview } from '../../src/proposals/prompts/review/types.js';

const section = (
  position: number,
  content: string,
  more: Partial<SectionToReview> = {},
): SectionToReview => ({
  position,
  kind: 'TEXT',
  title: `Section ${position}`,
  content,
  status: 'DRAFTED',
  confidence: 0.8,
  sources: 1,
  ...more,
});
const review = (sections: SectionToReview[], requirements: ReviewInput['requirements'] = []) =>
  reviewByRules({ sections, requirements });
const covered = { position: 1, text: 'Encrypt.', covered: true, section: 1 };

test('a proposal without a fault is of high quality', () => {
  const { overallQuality, completenessScore, issues } = review(
    [section(1, 'Data is encrypted. [1]')],
    [covered],
  );
  expect({ overallQuality, completenessScore, issues }).toEqual({
    overallQuality: 'HIGH',
    completenessScore: 1,
    issues: [],
  });
});

test('what is missing, open, weak, failed or on no source is named with its section', () => {
  const { issues, overallQuality, completenessScore } = review(
    [
      section(1, '**To be completed:** a.\n\n| x | To be completed |\n| y | To be completed |', {
        status: 'NEEDS_INPUT',
      }),
      section(2, 'Data is encrypted. [1]', { confidence: 0.2 }),
      section(3, '', { status: 'FAILED' }),
      section(4, 'We have done this for many of the largest banks.', { sources: 0 }),
      section(5, 'Data is encrypted. [1] We have done this for many of the largest banks.'),
    ],
    [covered, { position: 2, text: 'Fly to the moon.', covered: false, section: 4 }],
  );
  expect(issues.map(({ code, section }) => [code, section])).toEqual([
    ['PLACEHOLDER', 1],
    ['FAILED', 3],
    ['UNCOVERED', 4],
    ['UNSUPPORTED', 4],
    ['LOW_CONFIDENCE', 2],
    ['UNSUPPORTED', 5],
  ]);
  expect(issues[0]!.message).toContain('2 places');
  expect(overallQuality).toBe('LOW');
  expect(completenessScore).toBeCloseTo(4 / 7, 5);
});

test('different values of one measure contradict each other; the client’s wishes do not', () => {
  const codes = (other: string) =>
    review([section(1, 'The uptime is 99.9%. [1]'), section(2, other)], [covered]).issues.map(
      ({ code }) => code,
    );
  expect(codes('The uptime is 99.5%. [1]')).toEqual(['CONTRADICTION']);
  expect(codes('> The uptime must be 99.99%.\n\nThe uptime is 99.9%. [1]')).toEqual([]);
});

test('nothing that is asked for is an issue of its own', () => {
  expect(review([section(1, 'Data is encrypted. [1]')]).issues).toMatchObject([{ code: 'NO_REQUIREMENTS' }]);
});
