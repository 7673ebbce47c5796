import { expect, test } from 'vitest';
import { extractLocally } from '../../src/rfp/extraction/index.js';
import { documentOf, findIn, heading } from './support.js';

test('what an offeror shall tell is a question, what an offeror shall hand in or use an instruction', async () => {
  expect(
    await findIn(`4. INSTRUCTIONS TO OFFERORS

Offerors shall provide a summary of past projects. Offerors shall identify each subcontractor. Offerors shall use the form in Annex B.
`),
  ).toEqual([
    'question: Offerors shall provide a summary of past projects.',
    'question: Offerors shall identify each subcontractor.',
    'instruction: Offerors shall use the form in Annex B.',
  ]);
});

test('by “will” the vendor and what the vendor brings are bound, and the buyer is not', async () => {
  expect(
    await findIn(`3. SCOPE OF WORK

The solution will encrypt data at rest. The Contractor will keep a log. The Agency will provide desks.
`),
  ).toEqual([
    'requirement: The solution will encrypt data at rest.',
    'requirement: The Contractor will keep a log.',
  ]);
});

test('where the buyer’s duties are told, only what the vendor owes is asked for', async () => {
  expect(
    await findIn(`3. BUYER RESPONSIBILITIES

The Agency shall provide office space. Rooms shall be cleaned weekly. The Contractor shall return all keys.
`),
  ).toEqual(['requirement: The Contractor shall return all keys.']);
});

test('questions and orders within a standard clause are no items of the tender', async () => {
  expect(
    await findIn(`C.5 QUALITY
The Contractor shall submit a quality plan.

52.222-41 SERVICE CONTRACT LABOR STANDARDS (AUG 2018)

(a) Definitions. As used in this clause-
"Contractor" includes a subcontractor.
(b) Submit a list of wages with your invoice.
(c) Does your firm have a union? Please describe it.

(End of clause)

D. DELIVERABLES
The Contractor shall deliver a monthly report.
`),
  ).toEqual([
    'requirement: The Contractor shall submit a quality plan.',
    'requirement: The Contractor shall deliver a monthly report.',
  ]);
});

test('what is priced in a table is no item of its own', () => {
  const { questions } = extractLocally(
    documentOf(
      heading('Pricing'),
      { cells: ['Item', 'Quantity', 'Unit price', 'Total'] },
      { cells: ['The vendor shall install each sensor', '12', '', ''] },
      { cells: ['Describe your monthly support', '1', '', ''] },
    ),
  );
  expect(questions).toEqual([]);
});
