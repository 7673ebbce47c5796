import { describe, expect, test } from 'vitest';
import { findIn } from './support.js';

describe('a standard clause', () => {
  const clause = `C.5 QUALITY
The Contractor shall submit a quality plan.

52.222-41 SERVICE CONTRACT LABOR STANDARDS (AUG 2018)

(a) Definitions. As used in this clause-
"Contractor" includes a subcontractor.
(g) Notification to employees. The Contractor shall notify each service employee of the wage.

(End of clause)

D. DELIVERABLES
The Contractor shall deliver a monthly report.
`;

  test('quoted in full binds as a whole; the work before and behind it stays', async () => {
    expect(await findIn(clause)).toEqual([
      'requirement: The Contractor shall submit a quality plan.',
      'requirement: The Contractor shall deliver a monthly report.',
    ]);
  });

  test('in text without line breaks is told by its number and date', async () => {
    expect(
      await findIn(
        'Quotes must be sent by noon. 52.217-8 Option to Extend Services (Nov 1999) The Government may require continued performance of any services. The Contractor shall comply within 30 days.',
      ),
    ).toEqual(['instruction: Quotes must be sent by noon.']);
  });

  test('that is only named in a list does not swallow what follows', async () => {
    expect(
      await findIn(`The following clauses are incorporated by reference:

52.204-13 System for Award Management Maintenance (Oct 2018)
52.232-40 Providing Accelerated Payments (Mar 2023)

The Contractor shall not replace key personnel.
`),
    ).toEqual(['requirement: The Contractor shall not replace key personnel.']);
  });

  test('still asks where it leaves a box for the offeror', async () => {
    const [only, ...rest] = await findIn(`52.212-3 Offeror Representations and Certifications (May 2024)

(a) Definitions. As used in this provision, "firm" includes a sole proprietor.
(c) Small business concern. The offeror represents that it [ ] is, [ ] is not a small business concern.
`);
    expect(rest).toEqual([]);
    expect(only).toMatch(/^question: The offeror represents that it \[ \] is, \[ \] is not a small business/);
  });
});

describe('a European tender', () => {
  test('invites, asks and states its criteria', async () => {
    expect(
      await findIn(`1 General
The hospital operates a laboratory with some 4 million tests a year.

2 Formal requirements
2.1 The tenderer is invited to submit a tender in English.
2.2 The use of subcontractors is to be disclosed in Form 5.
2.3 Offers that are incomplete will be excluded.

3 Exclusion criteria
A1 The system is available in German.
A2 The supplier has three reference installations.

4 Service levels
4.1 Faults of class 1 have to be remedied within four hours.
4.2 The contractor undertakes to keep spare parts for ten years.
4.3 Tenders must score at least 60 % to be ranked.
`),
    ).toEqual([
      'instruction: The tenderer is invited to submit a tender in English.',
      'requirement: The use of subcontractors is to be disclosed in Form 5.',
      'requirement: The system is available in German.',
      'requirement: The supplier has three reference installations.',
      'requirement: Faults of class 1 have to be remedied within four hours.',
      'requirement: The contractor undertakes to keep spare parts for ten years.',
    ]);
  });
});

describe('a checklist', () => {
  test('holds things to hand in and conditions to meet, not choices', async () => {
    expect(
      await findIn(`SUBMISSION CHECKLIST

Check each box as the item is completed.

☐ Signed cover letter
☐ W-9 form

MINIMUM QUALIFICATIONS

[ ] The offeror has been in business for five years.

CERTIFICATION

1. Is your firm a small business?   [ ] Yes   [ ] No
2. Preferred method of payment:   [ ] Check   [ ] Card
`),
    ).toEqual([
      'instruction: Signed cover letter',
      'instruction: W-9 form',
      'requirement: The offeror has been in business for five years.',
      'question: Is your firm a small business?',
      'question: Preferred method of payment:',
    ]);
  });
});

test('an addendum asks in its changes and its form, not in its answered questions', async () => {
  expect(
    await findIn(`CITY OF PORT ALDEN
ADDENDUM NO. 2 TO RFP 26-031

This addendum changes the RFP as stated below. Bidders must acknowledge receipt of it.

PART A - QUESTIONS AND ANSWERS

Question 1: Would the City accept a subcontractor's office?
Answer: Yes. The subcontractor must be named.

PART B - CHANGES TO THE RFP

1. Section 4.7 is replaced by: "The system shall retain images for 30 days."

ACKNOWLEDGMENT

Company: ______________________________
`),
  ).toEqual([
    'instruction: Bidders must acknowledge receipt of it.',
    'requirement: Section 4.7 is replaced by: "The system shall retain images for 30 days."',
    'question: Company: ______________________________',
  ]);
});

test('a matrix of separated values is a form; its priorities are no requirements', async () => {
  expect(
    await findIn(`ID,Requirement,Priority,Response,Comments
GL-1,Multiple funds,Must,,
GL-2,"Drill down to the source, with images",Should,,
GL-3,System shall prevent posting to closed periods,Must,,
`),
  ).toEqual([
    'requirement: Multiple funds',
    'requirement: Drill down to the source, with images',
    'requirement: System shall prevent posting to closed periods',
  ]);
});

test('graded requirements are read behind their grade', async () => {
  expect(
    await findIn(
      '### 3.2 Scored Requirements\n\n**3.2.1 (S)** Describe how users retire templates.\n\n**3.2.2 (M)** The system must be hosted here.\n',
      'markdown',
    ),
  ).toEqual([
    'question: Describe how users retire templates.',
    'requirement: The system must be hosted here.',
  ]);
});

test('bare specifications and topics count under a title that says so', async () => {
  expect(
    await findIn(`1 Introduction
The Bank has 22 branches and seeks a partner.

2 Functional Requirements

2.1 Deposits
2.1.1 Tiered interest rates
2.1.2 Automatic sweep between accounts

3 Technical Questions
3.1 Data centers (location, ownership)
3.2 APIs: list those available to third parties.

4 Selection
Is the vendor financially stable? Is the product in use at other banks?
`),
  ).toEqual([
    'requirement: Tiered interest rates',
    'requirement: Automatic sweep between accounts',
    'question: Data centers (location, ownership)',
    'question: APIs: list those available to third parties.',
  ]);
});

describe('what only looks like a requirement', () => {
  test.each([
    'In this document “must” and “shall” mark mandatory requirements.',
    'Suppliers will not be prejudiced by not responding.',
    'Quotations receiving a “Good” rating will explain how methods are used.',
    'The bid security will be returned after the award.',
    'Responders are solely responsible for all expenses.',
  ])('"%s" asks nothing', async (text) => expect(await findIn(text)).toEqual([]));
});
