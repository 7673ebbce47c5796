import { expect, test } from 'vitest';
import { extractLocally } from '../../src/rfp/extraction/index.js';
import { documentOf, found, heading, item } from './support.js';

const foundInBlocks = (...sketches: Parameters<typeof documentOf>) =>
  found(extractLocally(documentOf(...sketches)).questions);

test('items of a questionnaire ask, whatever their words, unless they only refer or tell what the buyer does', () => {
  expect(
    foundInBlocks(
      heading('Vendor security questionnaire'),
      item('Penetration testing frequency and remediation approach.'),
      item('Lawful bases, notices and purpose limitation.'),
      item('For example, a certificate of an auditor.'),
      item('The Bank keeps replies confidential.'),
    ),
  ).toEqual([
    'question: Penetration testing frequency and remediation approach.',
    'question: Lawful bases, notices and purpose limitation.',
  ]);
});

test('phrases under a title that tells what to do are what it tells', () => {
  expect(
    foundInBlocks(
      heading('Scope of services'),
      'Conversion of legacy files to an enterprise database. The City will make a server available. There are 34 offices.',
      heading('Information to be submitted'),
      'A history of the firm and its principal lines of business.',
    ),
  ).toEqual([
    'requirement: Conversion of legacy files to an enterprise database.',
    'instruction: A history of the firm and its principal lines of business.',
  ]);
});

test('a phrase or a duty in the present tense among duties is one; among facts it is none', () => {
  expect(
    foundInBlocks(
      heading('Grounds'),
      'The Contractor shall cut all grass. Litter is picked by the contractor before each cut. Telephone response within two hours. Calls after noon are urgent calls.',
    ),
  ).toEqual([
    'requirement: The Contractor shall cut all grass.',
    'requirement: Litter is picked by the contractor before each cut.',
    'requirement: Telephone response within two hours.',
  ]);
  expect(foundInBlocks(heading('Grounds'), 'The park is old. Paths of gravel throughout.')).toEqual([]);
});

test('a list under what is denied or under the buyer is no list of duties', () => {
  expect(
    foundInBlocks(
      heading('Scope of work'),
      'The inspector does not have the authority to:',
      item('waive the delivery schedule'),
      item('settle any dispute'),
    ),
  ).toEqual([]);
});

test('a lead-in that asks for something itself is kept beside its items', () => {
  expect(
    foundInBlocks(
      'The Contractor must perform maintenance inspections and repairs for the existing equipment as follows:',
      item('Schedule the service calls with the Department.', '1.'),
    ),
  ).toEqual([
    'requirement: The Contractor must perform maintenance inspections and repairs for the existing equipment as follows:',
    'requirement: Schedule the service calls with the Department.',
  ]);
});

test('tables of tasks and of papers ask in the columns that say so; a scale of marks does not', () => {
  expect(
    foundInBlocks(
      heading('Housekeeping standards'),
      { cells: ['Area', 'Task', 'Frequency'] },
      { cells: ['Classrooms', 'Vacuum carpet wall to wall', 'Daily'] },
      heading('Eligibility criteria'),
      { cells: ['Eligibility criteria', 'Documents to be submitted'] },
      { cells: ['Own service centres in 15 states', 'List of addresses'] },
      heading('Selection'),
      { cells: ['Criterion', 'Weight'] },
      { cells: ['Functional fit', '40'] },
    ),
  ).toEqual([
    'requirement: Vacuum carpet wall to wall',
    'requirement: Own service centres in 15 states',
    'instruction: List of addresses',
  ]);
});

test('an addendum asks in its revisions and bids its receipt be acknowledged', () => {
  expect(
    foundInBlocks(
      heading('Addendum 3: Responses to questions'),
      'This addendum must be signed and returned with the proposal.',
      item('May gates be reused?', '1.'),
      'Gates at Garage C shall be replaced by the vendor.',
      heading('Revisions to the RFP', 2),
      'The system shall support mobile payment.',
    ),
  ).toEqual([
    'instruction: This addendum must be signed and returned with the proposal.',
    'requirement: The system shall support mobile payment.',
  ]);
});

test('"would" obliges a vendor in a plain sentence, and prohibitions need no modal verb', () => {
  expect(
    foundInBlocks(
      'The auditor would be required to depute four resources.',
      'Offerors may ask whether a site would have power.',
      'No changes to the agreement are allowed.',
    ),
  ).toEqual([
    'requirement: The auditor would be required to depute four resources.',
    'requirement: No changes to the agreement are allowed.',
  ]);
});
