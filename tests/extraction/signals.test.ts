import { describe, expect, test } from 'vitest';
import { findBuyerNames, partyOf } from '../../src/rfp/extraction/signals/addressee.js';
import { inlineItemStarts, leadingMarker } from '../../src/rfp/extraction/signals/enumeration.js';
import { fieldLabel, isBlank, isChoice } from '../../src/rfp/extraction/signals/form-field.js';
import {
  isEvaluatorsQuestion,
  isFollowUp,
  isInterrogative,
  promptOf,
} from '../../src/rfp/extraction/signals/interrogative.js';
import {
  isBuyerNeed,
  isIndirectDuty,
  obligationsIn,
  subjectBefore,
} from '../../src/rfp/extraction/signals/modality.js';

const nobody: ReadonlySet<string> = new Set();

describe('the party of a subject', () => {
  test.each([
    ['The awarded vendor', 'vendor'],
    ['All contractor personnel working under the resulting contract', 'vendor'],
    ['The Contracting Officer’s Representative', 'buyer'],
    ['Government staff', 'buyer'],
    ['The contractor’s initial quote', 'response'],
    ['The proposed solution', 'solution'],
    ['The period of performance', 'instrument'],
    ['The contract manager', 'other'],
    ['All communications with the Government', 'other'],
    ['They', 'pronoun'],
    ['', 'none'],
  ] as const)('"%s" is %s', (subject, party) => {
    expect(partyOf(subject, nobody)).toBe(party);
  });

  test('names that a document gives its buyer are the buyer', () => {
    const names = findBuyerNames(
      'The National Museum of Chess (NMC) is seeking a caterer. NMC reserves the right to choose.',
    );
    expect([...names]).toContain('nmc');
    expect(partyOf('NMC staff', names)).toBe('buyer');
  });
});

describe('an obligation', () => {
  const owed = (sentence: string, names = nobody) => obligationsIn(sentence, names).map(({ party }) => party);

  test.each([
    ['The vendor must log each attempt.', 'vendor'],
    ['Cables shall be labeled.', 'other'],
    ['Contractor shall, at its own expense, maintain insurance.', 'vendor'],
    ['If funds are short, the contractor must say so.', 'vendor'],
    ['During the transition the awardee will be required to help.', 'vendor'],
    ['The form must be signed by the bidder.', 'other'],
    ['Quotes are due by noon.', 'response'],
    ['The contractor may not use the logo.', 'vendor'],
    ['Contractors will NOT be able to use slides.', 'vendor'],
  ])('stands in "%s"', (sentence, party) => {
    expect(owed(sentence)).toContain(party);
  });

  test.each([
    'The contractor may submit links.',
    'The vendor will be notified of the award.',
    'Proposals will be evaluated by a committee.',
    'Late bids will not be considered.',
    'Nothing in this clause shall affect the right to terminate.',
    'This release should not be construed as a commitment.',
    'No travel is anticipated or will be required.',
    'The contractor will receive a letter.',
    'Vendors must score at least 70 points.',
    'It lists resources, many of which are required by the plan.',
  ])('does not stand in "%s"', (sentence) => {
    expect(owed(sentence)).toEqual([]);
  });

  test('of the buyer is told apart from the vendor’s in the same sentence', () => {
    const sentence =
      'If a link is private, the government will provide users, and the contractor must grant them access.';
    expect(owed(sentence)).toContain('vendor');
    expect(
      subjectBefore('If a link is private, the government will provide users, and the contractor '),
    ).toBe('the contractor');
  });

  test('of both sides together is not the vendor’s alone', () => {
    expect(owed('The Government and the Contractor shall negotiate a price.')).not.toContain('vendor');
  });

  test('in a reminder is the one of the clause behind "that"', () => {
    expect(owed('Contractors are reminded that the government will not answer.')).not.toContain('vendor');
  });

  test('what the buyer requires is a need, what a law requires is not', () => {
    expect(isBuyerNeed('The Agency requires direct control over the accounts.', nobody)).toBe(true);
    expect(isBuyerNeed('The Agency does not require help.', nobody)).toBe(false);
    expect(isBuyerNeed('Section 508 of the Act requires that Federal agencies comply.', nobody)).toBe(false);
  });
});

test.each([
  ['It is the vendor’s responsibility to keep backups.', true],
  ['The Agency expects the contractor to work closely with its staff.', true],
  ['All debris to be removed daily.', true],
  ['Required metrics are page views and visits.', true],
  ['The Agency plans to be open on Monday.', false],
  ['It is the responsibility of the interested parties to monitor this site.', false],
])('"%s" tells of a duty: %s', (text, expected) => expect(isIndirectDuty(text)).toBe(expected));

describe('a question', () => {
  test.each([
    'Do you encrypt data at rest?',
    'How would you migrate it? *',
    'Has your company ever been sued? (Yes/No)',
    'Which individuals will provide experience in the following areas:',
  ])('is "%s"', (text) => expect(isInterrogative(text)).toBe(true));

  test.each(['The System must:', 'What you see is what you get.', 'A question of cost.'])(
    'is not "%s"',
    (text) => expect(isInterrogative(text)).toBe(false),
  );

  test.each([
    ['Did the offeror include resumes?', true],
    ['How well does the proposal show understanding?', true],
    ['Were your staff trained?', false],
    ['Is incident response tested?', false],
    ['Does the Bidder hold ISO 27001 certification?', false],
    ['Does the proposed schedule meet the need?', true],
    ['Do you have a disaster plan?', false],
  ])('"%s" is put by evaluators: %s', (text, expected) => expect(isEvaluatorsQuestion(text)).toBe(expected));

  test('goes on with conditions, examples and remarks in brackets', () => {
    for (const text of [
      'If yes, which?',
      'For example, a policy.',
      '(ie, BPA, Task Order)',
      'Please explain.',
    ]) {
      expect(isFollowUp(text)).toBe(true);
    }
    expect(isFollowUp('The vendor shall pay.')).toBe(false);
  });
});

describe('a prompt', () => {
  test.each([
    ['Describe your approach to support.', 'answer'],
    ['In response please indicate the number of terms.', 'answer'],
    ['For each product, list the price.', 'answer'],
    ['Include resumes for the key personnel.', 'act'],
    ['Do not include responses.', 'act'],
    ['Install the rack in room 5.', 'work'],
  ] as const)('"%s" bids to %s', (text, kind) => expect(promptOf(text)).toBe(kind));

  test.each([
    'List of forms',
    'Contact Center',
    'Price: $5',
    'Please note that prices vary.',
    'Test Plan',
    'Report is due Friday.',
  ])('"%s" is none', (text) => expect(promptOf(text)).toBeNull());
});

describe('a form', () => {
  test('offers choices and room', () => {
    for (const text of ['[ ] SAML 2.0', 'Yes / No', 'Not sure', '☐ Other', 'Your answer', '________'])
      expect(isChoice(text)).toBe(true);
    for (const text of ['Yes, we encrypt.', 'Other experience', 'Encryption'])
      expect(isChoice(text)).toBe(false);
    expect(isBlank('Vendor Response:')).toBe(true);
  });

  test('labels its fields', () => {
    expect(fieldLabel('Company name: ______')).toBe('blank');
    expect(fieldLabel('Email address *')).toBe('required');
    expect(fieldLabel('A brief description:')).toBe('colon');
    expect(fieldLabel('Evidence is provided on page #_____.')).toBeNull();
    expect(fieldLabel('**Bold title**')).toBeNull();
  });
});

describe('a number', () => {
  test.each([
    ['3.2.1 The vendor', '3.2.1'],
    ['(a) bear the name', '(a)'],
    ['b. Empty bins', 'b.'],
    ['Q12: Why?', 'Q12'],
    ['F-001 Standing orders', 'F-001'],
    ['B2 What was your turnover?', 'B2'],
    ['• bullet', null],
  ])('leads "%s"', (text, number) => expect(leadingMarker(text)?.number).toBe(number));

  test.each(['2 signal splitters', 'A vendor', 'A4 paper must be used', '99.9 % of the time', 'I agree'])(
    'does not lead "%s"',
    (text) => expect(leadingMarker(text)).toBeNull(),
  );

  test('of an enumeration counts in order and from the first', () => {
    expect(inlineItemStarts('items: (a) x; (b) y; (c) z')).toEqual([7, 14, 21]);
    expect(inlineItemStarts('see (b) and (c) of it')).toEqual([]);
    expect(inlineItemStarts('of (1) x or (2) y')).toEqual([]);
  });
});
