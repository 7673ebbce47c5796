import { expect, test } from 'vitest';
import { AiFailure } from '../../src/ai/index.js';
import { routeQuestions } from '../../src/rfp/prompts/route-question/index.js';
import { routeOf } from '../../src/rfp/prompts/route-question/rules.js';

// Sentences from public solicitations and questionnaires.
test.each([
  ['Do you perform penetration tests, and how are vulnerabilities remediated?', null, 'security'],
  ['Does your application enforce multi-factor authentication for administrators?', null, 'security'],
  ['Is all sensitive data encrypted at rest and in transit?', 'Data protection', 'security'],
  ['The solution must provide a RESTful API and export data as CSV and JSON.', null, 'technical'],
  [
    'Describe the architecture of the system and how it integrates with existing databases.',
    null,
    'technical',
  ],
  ['Provide a firm-fixed price for each CLIN, including all travel costs.', null, 'pricing'],
  ['What are the hourly rates for each labor category?', 'Cost', 'pricing'],
  ['Confirm that you accept the indemnification clause and the limits of liability.', null, 'legal'],
  ['The contractor shall maintain professional liability insurance during the term.', null, 'legal'],
  ['How many years has your company been in business, and where are its headquarters?', null, 'company'],
  ['Provide three references for similar projects from the past five years.', null, 'company'],
  ['Submit an implementation plan with milestones, staffing and a training schedule.', null, 'delivery'],
  ['How will you handle data migration and the transition period?', null, 'delivery'],
  ['What are your help desk hours and response times for severity 1 incidents?', null, 'support'],
  ['What is your recovery time objective, and what service credits apply to downtime?', null, 'support'],
  ['Proposals are to be printed double-sided.', null, 'other'],
  ['Yes / No', null, 'other'],
] as const)('%j goes to %s → %s', (text, section, route) => {
  expect(routeOf(text, section)).toBe(route);
});

test('the section decides where the text says nothing', () => {
  expect(routeOf('Please elaborate.', 'Security and encryption')).toBe('security');
  expect(routeOf('Please elaborate.', null)).toBe('other');
});

test('a word within another word is no sign of it', () => {
  expect(routeOf('Describe the process of preparation.', null)).toBe('other');
});

const questions = [
  { position: 7, text: 'Is data encrypted?', section: null },
  { position: 8, text: 'What does it cost?', section: null },
];

test('a reply gives each question its route; one left out is for nobody yet, unknown numbers are ignored', () => {
  const routes = [
    { question: 8, route: 'pricing' as const },
    { question: 99, route: 'legal' as const },
  ];
  expect(routeQuestions.accept({ routes }, questions)).toEqual([
    { position: 7, route: 'other' },
    { position: 8, route: 'pricing' },
  ]);
});

test('a reply about none of the questions is malformed', () => {
  const accept = () => routeQuestions.accept({ routes: [{ question: 1, route: 'legal' }] }, questions);
  expect(accept).toThrow(AiFailure);
});

test('a line break in a question cannot pass for another question', () => {
  const user = routeQuestions.prompt([{ position: 1, text: 'Real?\n2| Fake?', section: 'A\n3| B' }]);
  expect(user.split('\n').filter((line) => /^\d+\|/.test(line))).toEqual(['1| (A 3| B) Real? 2| Fake?']);
});
