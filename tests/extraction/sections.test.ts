import { describe, expect, test } from 'vitest';
import { overallRole, roleOfTitle, SectionTracker } from '../../src/rfp/extraction/sections.js';
import { readTables } from '../../src/rfp/extraction/tables.js';
import { documentOf, heading } from './support.js';

describe('a title tells the role of its section', () => {
  test.each([
    ['Evaluation Factors and Quote Submission Instructions', 'submission'],
    ['Technical Evaluation Criteria', 'evaluation'],
    ['Approach (150 points)', 'evaluation'],
    ['Definitions & Acronyms', 'definitions'],
    ['FAR 52.217-8 Option to Extend Services', 'standard-clause'],
    ['Responses to Vendor Questions', 'answered-questions'],
    ['Company Background', 'questionnaire'],
    ['Background', 'background'],
    ['Preferred (in addition to the mandatory requirements)', 'wanted'],
    ['Invoicing', null],
  ] as const)('"%s" is %s', (title, role) => expect(roleOfTitle(title)).toBe(role));

  test('and the sections below it keep it until they say otherwise', () => {
    const tracker = new SectionTracker('work');
    tracker.enter('Evaluation', 1);
    tracker.enter('Background', 2);
    expect(tracker.role).toBe('evaluation');
    tracker.enter('Scope', 1);
    expect(tracker.role).toBe('wanted');
  });

  test('and a lettered section holds the numbered ones after it', () => {
    const tracker = new SectionTracker('work');
    tracker.enter('Section I. Instructions to Bidders', 1);
    tracker.enter('Sealing of Bids', 1);
    expect(tracker.role).toBe('submission');
    tracker.enter('Section II. Technical Specifications', 1);
    expect(tracker.role).toBe('wanted');
  });
});

test('a document is known by its title or by what it is made of', () => {
  expect(overallRole(documentOf(heading('Proposal Evaluation Form')))).toBe('evaluation');
  expect(overallRole(documentOf(heading('Questions and Answers')))).toBe('answered-questions');
  expect(overallRole(documentOf(...Array.from({ length: 9 }, (_, at) => `Is item ${at} in place?`)))).toBe(
    'questionnaire',
  );
  expect(overallRole(documentOf(heading('Statement of Work'), 'The vendor shall work.'))).toBe('work');
});

describe('a table', () => {
  const kindOf = (...rows: string[][]) =>
    readTables(documentOf(...rows.map((cells) => ({ cells })))).get(0)!.kind;

  test('with an empty column for responses is a form', () => {
    expect(kindOf(['Ref', 'Requirement', 'Comply (Y/N)'], ['1', 'Log in', ''], ['2', 'Log out', ''])).toBe(
      'form',
    );
    expect(kindOf(['Field', 'Response'], ['Legal name', ''], ['Founded', '____'])).toBe('form');
  });

  test('with answers beside its questions is answered', () => {
    expect(kindOf(['Question', 'Answer'], ['Who pays?', 'We do.'], ['When?', 'Monthly.'])).toBe('answered');
  });

  test('of amounts is a price table', () => {
    expect(kindOf(['Item', 'Qty', 'Unit price'], ['Laptop', '5', ''])).toBe('price');
  });

  test('of anything else is plain', () => {
    expect(kindOf(['Milestone', 'Date'], ['Award', 'May 5'], ['Start', 'June 1'])).toBe('plain');
  });
});
