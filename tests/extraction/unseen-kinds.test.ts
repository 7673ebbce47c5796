import { expect, test } from 'vitest';
import { extractLocally } from '../../src/rfp/extraction/index.js';
import { documentOf, findIn, found, heading, item } from './support.js';

const foundInBlocks = (...sketches: Parameters<typeof documentOf>) =>
  found(extractLocally(documentOf(...sketches)).questions);

test('tasks are bidden by any verb of work; a noun of the same form is no verb', () => {
  expect(
    foundInBlocks(
      'Integrate the portal with the payroll system.',
      'With staff, develop a training plan.',
      'Explore "drag and drop" from the results page.',
      'Support services are provided by the State.',
    ),
  ).toEqual([
    'requirement: Integrate the portal with the payroll system.',
    'requirement: With staff, develop a training plan.',
    'requirement: Explore "drag and drop" from the results page.',
  ]);
});

test('a scope that leads into a list makes duties of its items', () => {
  expect(
    foundInBlocks(
      'The scope of the selected bidder includes, but is not limited to:',
      item('Supply of licences', 'a.'),
      item('Migration of the existing catalogues', 'b.'),
    ),
  ).toEqual(['requirement: Supply of licences', 'requirement: Migration of the existing catalogues']);
});

test('a topic among questions asks as they do', () => {
  expect(
    foundInBlocks(
      heading('Questions for industry'),
      item('What contract type would you recommend?', 'a.'),
      item('Lead time for hardware.', 'b.'),
    ),
  ).toEqual(['question: What contract type would you recommend?', 'question: Lead time for hardware.']);
});

test('a placeholder is room for an answer', () => {
  expect(foundInBlocks("In case of a joint venture, its members: [insert each member's legal name]")).toEqual(
    ["question: In case of a joint venture, its members: [insert each member's legal name]"],
  );
});

test('a form that lost its line breaks asks once a blank', () => {
  expect(
    foundInBlocks('Company ________ Federal Tax Identification No. ________ Signature ________'),
  ).toEqual([
    'question: Company ________',
    'question: Federal Tax Identification No. ________',
    'question: Signature ________',
  ]);
});

test('what the buyer has to do, and what he fills in himself, is not asked of the vendor', () => {
  expect(
    foundInBlocks(
      heading('State responsibilities'),
      item('Provide access to subject matter experts.'),
      heading('For internal use only'),
      item('Are the answers satisfactory?'),
    ),
  ).toEqual([]);
});

test('conditions to meet and papers to hand in may be mere phrases or statements', () => {
  expect(
    foundInBlocks(
      heading('Mandatory requirements'),
      'Proposals must show that they meet all of the following:',
      item('All data is stored in Canada.'),
      heading('Envelope A - Submission documents'),
      item('Cover letter on company letterhead'),
    ),
  ).toContain('instruction: Cover letter on company letterhead');
});

test('an answer in the item of its question ends the matter', async () => {
  expect(
    await findIn('1. Does this apply on weekends? Yes, the response time applies at all times.\n'),
  ).toEqual([]);
});

test('a subject stands once for two verbs; hopes bind nobody', () => {
  expect(
    foundInBlocks(
      'The Government shall not be liable for loss and shall only pay for accepted work.',
      'It is anticipated that the contractor will have some start-up costs.',
      'Quotations receiving an “Exceptional” rating will explain the methods used by the contractor.',
    ),
  ).toEqual([]);
});
