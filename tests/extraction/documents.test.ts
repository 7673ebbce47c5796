import { describe, expect, test } from 'vitest';
import { extractLocally } from '../../src/rfp/extraction/index.js';
import { documentOf, findIn, found, heading, item } from './support.js';

const foundInBlocks = (...blocks: Parameters<typeof documentOf>) =>
  found(extractLocally(documentOf(...blocks)).questions);

describe('a bank’s invitation to bid', () => {
  test('its instructions bind the bidder, not the purchaser', async () => {
    const all = await findIn(`Section I. Instructions to Bidders

11. Documents Comprising the Bid
11.1 The Bid shall comprise the following:
(a) Bid Submission Form, in accordance with ITB Clause 12;
(b) Bid Security, in accordance with ITB Clause 21.
12.1 The Bidder shall submit the Bid Submission Form using the form furnished in Section IV.
24.2 The Purchaser may, at its discretion, extend the deadline by amending the Bidding Documents.
25.1 The Purchaser shall not consider any bid that arrives after the deadline.
36.1 The Purchaser shall evaluate each bid.
`);
    expect(all).toEqual([
      'instruction: Bid Submission Form, in accordance with ITB Clause 12;',
      'instruction: Bid Security, in accordance with ITB Clause 21.',
      'instruction: The Bidder shall submit the Bid Submission Form using the form furnished in Section IV.',
    ]);
  });
});

describe('a state’s request for proposals', () => {
  test('definitions, evaluation and the state’s own duties are left out', async () => {
    const all = await findIn(`2. DEFINITIONS
Shall: Indicates a mandatory requirement.
3. SCOPE OF WORK
3.1 The awarded vendor shall provide a project plan. The State will approve the plan.
3.2 The system must authenticate users, and the vendor must log each failed attempt.
6. PROPOSAL EVALUATION PROCESS
Proposals shall be scored by a committee.
How well does the proposal demonstrate an understanding of the project?
Vendors must score at least 70 points to be considered further.
`);
    expect(all).toEqual([
      'requirement: The awarded vendor shall provide a project plan.',
      'requirement: The system must authenticate users, and the vendor must log each failed attempt.',
    ]);
  });
});

describe('a request for information', () => {
  test('its numbered topics ask as well as its questions, its disclaimers do not', async () => {
    const all = await findIn(`REQUEST FOR INFORMATION

This RFI is issued solely for planning purposes. The Government does not intend to award a contract on the basis of this RFI.

Please submit responses via email by July 3, 2019.

Questions for Industry
1. What deployment models do you support? Please describe any authorizations.
2. Pricing model and typical discounts
3. Identify any risks the agency should consider.
`);
    expect(all).toEqual([
      'instruction: Please submit responses via email by July 3, 2019.',
      'question: What deployment models do you support? Please describe any authorizations.',
      'question: Pricing model and typical discounts',
      'question: Identify any risks the agency should consider.',
    ]);
  });
});

describe('a security questionnaire', () => {
  test('rows with an empty response column are asked, with the number of the row and the header as context', async () => {
    const document = documentOf(
      heading('Vendor Security Questionnaire'),
      { cells: ['#', 'Control', 'Vendor Response'] },
      { cells: ['1', 'Encryption at rest', ''] },
      { cells: ['2', 'Do you test for intrusion every year?', ''] },
    );
    const { questions } = extractLocally(document);
    expect(questions.map(({ number, context, kind, text }) => [number, context, kind, text])).toEqual([
      ['1', 'Control', 'question', 'Encryption at rest'],
      ['2', 'Control', 'question', 'Do you test for intrusion every year?'],
    ]);
  });

  test.for([
    ['Requirement', null],
    ['Question text', null],
    ['Description of the Requirement', null],
    ['Details', null],
    ['Requirements for the hosting environment', 'Requirements for the hosting environment'],
  ])('a column headed "%s" gives its rows the context %j', ([header, context]) => {
    const { questions } = extractLocally(
      documentOf(
        heading('Functional Requirements'),
        { cells: ['#', header!, 'Vendor Response'] },
        { cells: ['1', 'The system must encrypt data at rest.', ''] },
      ),
    );
    expect(questions.map(({ context }) => context)).toEqual([context]);
  });

  test('choices belong to the question before them, however long its preface', () => {
    const { questions, units } = extractLocally(
      documentOf(
        heading('Self-Assessment Questionnaire'),
        'Cookies may be stolen. They should be marked secure. Are yours?',
        item('[ ] Yes, all of them are.'),
        item('[ ] I am not sure that they are.'),
        'Note: You should mark every cookie.',
      ),
    );
    expect(found(questions)).toEqual([
      'question: Cookies may be stolen. They should be marked secure. Are yours?',
    ]);
    expect(units.filter(({ text }) => text.startsWith('[ ]')).map(({ label }) => label)).toEqual([
      'context',
      'context',
    ]);
  });

  test('a label with a colon, a required field and a blank are questions', () => {
    expect(
      foundInBlocks(
        heading('Supplier Questionnaire'),
        'The name of the application:',
        'Email address *',
        'Tax number: ________',
      ),
    ).toEqual([
      'question: The name of the application:',
      'question: Email address *',
      'question: Tax number: ________',
    ]);
  });
});

describe('text without line breaks', () => {
  test('its inline lists and titles are read', async () => {
    const all = await findIn(
      'C.2 TASKS The Contractor shall perform the following: a. Sweep all floors daily. b. Empty all bins. C.3 PERSONNEL Contractor personnel shall wear a badge. The Government will provide water. INSTRUCTIONS TO OFFERORS Offerors shall submit (1) a technical proposal and (2) a price proposal.',
    );
    expect(all).toEqual([
      'requirement: Sweep all floors daily.',
      'requirement: Empty all bins.',
      'requirement: Contractor personnel shall wear a badge.',
      'instruction: Offerors shall submit (1) a technical proposal and (2) a price proposal.',
    ]);
  });
});

test('choices inside a line are no part of the question', async () => {
  expect(
    await findIn('Do you hold a SOC 2 report? [ ] Yes [ ] No\n\nAre backups encrypted? ☐ Yes ☐ No\n'),
  ).toEqual(['question: Do you hold a SOC 2 report?', 'question: Are backups encrypted?']);
});

test('a list whose bullets were lost is read by its lines', async () => {
  expect(
    await findIn(
      'Offerors shall provide the following:\n\nPrice per unit\n\nDelivery schedule\n\nSubmit quotes to the following address:\n\nJane Doe\n\n12 Main Street\n',
    ),
  ).toEqual([
    'instruction: Price per unit',
    'instruction: Delivery schedule',
    'instruction: Submit quotes to the following address:',
  ]);
});

describe('what is not for the vendor', () => {
  test('evaluation criteria ask about him, even where one of them does not name him', async () => {
    expect(
      await findIn(`SECTION 5. EVALUATION CRITERIA
SEC. 5.03 MANAGEMENT PLAN
1) How well does the management plan support the requirements?
2) Is the organization of the project team clear?
`),
    ).toEqual([]);
  });

  test('an evaluators’ form asks him nothing', async () => {
    const all = await findIn(`ATTACHMENT 4 - PROPOSAL EVALUATION FORM
Name of Evaluator: ____________________
5.01 Understanding of the Project (100 points)
a) How well has the offeror demonstrated an understanding of the scope?
b) Does the proposed schedule meet the needs of the state?
Evaluator's Notes: ______________________
`);
    expect(all).toEqual([]);
  });

  test('questions of other bidders have been answered', async () => {
    expect(
      await findIn(`Q1: Is the incumbent eligible?
A1: Yes. The incumbent may submit a proposal.
Q2: How many users will there be?
A2: About 500.
`),
    ).toEqual([]);
    expect(
      foundInBlocks(
        { cells: ['Question', 'Answer'] },
        { cells: ['Is travel required?', 'No.'] },
        { cells: ['Who pays?', 'The County.'] },
      ),
    ).toEqual([]);
  });

  test('a price table and page furniture hold no items', () => {
    expect(
      foundInBlocks(
        { text: 'The vendor shall see page 3', furniture: 'footer' },
        { cells: ['Item', 'Unit price', 'Total'] },
        { cells: ['Licence', '', ''] },
      ),
    ).toEqual([]);
  });
});

describe('a list', () => {
  test('takes after its stem, which becomes the context of its items', () => {
    const { questions } = extractLocally(
      documentOf(
        'The System must:',
        item('Be available around the clock'),
        item('Log each access. The current logs are large.'),
      ),
    );
    expect(questions.map(({ kind, text, context }) => [kind, text, context])).toEqual([
      ['requirement', 'Be available around the clock', 'The System must:'],
      ['requirement', 'Log each access.', 'The System must:'],
    ]);
  });

  test('under what the buyer will do holds no duties', () => {
    expect(
      foundInBlocks(
        'In evaluating quotes, the Government will consider:',
        item('The total price'),
        item('Did the quoter include resumes?'),
      ),
    ).toEqual([]);
  });

  test('under a question holds its choices', () => {
    expect(foundInBlocks('Which of these do you support?', item('SAML'), item('LDAP'))).toEqual([
      'question: Which of these do you support?',
    ]);
  });

  test('of cases leaves the sentence above it whole', () => {
    expect(
      foundInBlocks(
        item('The Contractor shall return badges at the earliest of the following:', '(b)'),
        item('Upon completion of work.', '(1)'),
        item('Upon termination.', '(2)'),
      ),
    ).toEqual(['requirement: The Contractor shall return badges at the earliest of the following:']);
  });
});

test('a sentence cut by a page break is one item', () => {
  const { questions } = extractLocally(
    documentOf(
      { text: 'The contractor must explain', page: 1 },
      { text: 'Page 1 of 9', page: 1, furniture: 'footer' },
      { text: 'in a detailed narrative how the contract relates to the work.', page: 2 },
    ),
  );
  expect(questions).toHaveLength(1);
  expect(questions[0]!.text).toMatch(/^The contractor must explain[\s\S]*relates to the work\.$/);
  expect(questions[0]!.page).toBe(1);
});
