import { expect, test } from 'vitest';
import { nearlyExactQuestion } from '../../src/grounding/index.js';
import type { Hit } from '../../src/knowledge/index.js';
import { answerFromLibrary } from '../../src/rfp/prompts/draft-answer/index.js';
import { hit } from './hits.js';

const pair = (question: string, text: string, rest: Partial<Hit> = {}) =>
  hit(text, { question, start: 0, end: text.length, page: null, ...rest });
const match = (question: string, passages: Hit[], context: string | null = null) =>
  answerFromLibrary({ question, context, passages });

const drill = pair(
  'Do you test your disaster recovery plan?',
  'Yes, twice a year. The last drill was in May.',
);

test('the approved answer to the same question is taken word for word, with the pair as its source', () => {
  const answer = match('Please describe: do you test your disaster recovery plan?', [
    hit('Something.'),
    drill,
  ])!;
  expect(answer.text).toBe('Yes, twice a year. The last drill was in May. [1]');
  expect(answer.sources).toMatchObject([{ passageId: drill.passageId, text: drill.text, start: 0 }]);
  expect(answer.status).toBe('APPROVED_MATCH');
  expect(answer.confidence).toBeGreaterThan(0.9);
  expect(answer.sentences.every(({ supported }) => supported)).toBe(true);
});

test.each([
  ['a passage that is no pair', hit('Do you test your disaster recovery plan? Yes, twice a year.')],
  ['a pair without an answer', pair('Do you test your disaster recovery plan?', '  ')],
  ['another question', pair('Do you test your incident response plan?', 'Yes.')],
  ['a denied one', pair('Do you not test your disaster recovery plan?', 'We do.')],
])('%s is no match', (_what, passage) => {
  expect(match('Do you test your disaster recovery plan?', [passage])).toBeNull();
});

test.each([
  ['Is data encrypted at rest?', 'Is data encrypted at rest in backups?', false],
  ['Is data encrypted at rest?', 'Is data encrypted at rest in your system?', true],
  ['Describe the hosting of your platform in Canada.', 'Describe the hosting of your platform.', false],
  ['Do you hold ISO 27001?', 'Do you hold ISO 27001?', true],
  ['Do you hold ISO 27001?', 'Do you hold ISO 27017?', false],
  ['Describe Your AES Encryption', 'Describe your AES encryption.', true],
])('%j may stand for %j: %s', (a, b, may) => {
  expect(nearlyExactQuestion(a, b) !== null).toBe(may);
  expect(nearlyExactQuestion(b, a) !== null).toBe(may);
});

test('the stem of a list belongs to the question', () => {
  const stored = [pair('Backups', 'Daily, kept for 35 days.')];
  expect(match('Backups', stored)?.status).toBe('APPROVED_MATCH');
  expect(match('Backups', stored, 'Describe for the mobile application:')).toBeNull();
  expect(match('Backups', stored, 'Please describe the following:')?.status).toBe('APPROVED_MATCH');
});

test.each([
  ['a yes and a no', 'Yes, twice a year.', 'No, we do not.', /yes against no|no against yes/],
  [
    'two values of a measure',
    'Our uptime is 99.9%.',
    'We offer an uptime of 99.5%.',
    /99.\d% against 99.\d%/,
  ],
  [
    'two names',
    'Drills are led by Contoso each spring.',
    'Drills are led by Fabrikam each spring.',
    /Contoso against Fabrikam|Fabrikam against Contoso/,
  ],
  ['a denial', 'Drills include our suppliers.', 'Drills do not include our suppliers.', /one denies/],
])('pairs that contradict each other by %s are not reused, and the answer says so', (_what, a, b, said) => {
  const question = 'Do you test your disaster recovery plan?';
  const answer = match(question, [pair(question, a), pair(question, b)])!;
  expect(answer.status).toBe('NEEDS_INPUT');
  expect(answer.confidence).toBeLessThanOrEqual(0.3);
  expect(answer.text).toContain('contradict each other');
  expect(answer.text).toMatch(said);
  expect(answer.text).toContain(a);
  expect(answer.text).toContain(b);
  expect(answer.sources).toHaveLength(2);
  expect(answer.sentences.some(({ supported }) => supported === false)).toBe(false);
});

test('of pairs that agree the nearest is taken, of equals the newest', () => {
  const question = 'Do you test your disaster recovery plan?';
  const older = pair(question, 'Yes, twice a year.', { itemId: '01900000-0000-7000-8000-000000000001' });
  const newer = pair(question, 'Yes, twice a year, with all teams.', {
    itemId: '01900000-0000-7000-8000-000000000002',
  });
  const looser = pair(`${question.slice(0, -1)} of the system?`, 'Yes, twice a year, with the teams.', {
    itemId: '01900000-0000-7000-8000-000000000003',
  });
  for (const passages of [
    [older, newer, looser],
    [looser, newer, older],
  ])
    expect(match(question, passages)?.text).toBe('Yes, twice a year, with all teams. [1]');
});

test('pairs with merely different answers are left to be drafted from', () => {
  const question = 'How do you test your disaster recovery plan?';
  expect(
    match(question, [
      pair(question, 'By failing over to the second region each spring.'),
      pair(question, 'An auditor reads the handbook and interviews the operators.'),
    ]),
  ).toBeNull();
});
