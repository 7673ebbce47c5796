import { describe, expect, test } from 'vitest';
import { splitSentences } from '../../src/rfp/extraction/sentences.js';

const split = (text: string) => splitSentences(text).map(({ start, end }) => text.slice(start, end));

describe('a sentence ends', () => {
  test('at a period, a question mark and an exclamation mark', () => {
    expect(split('Is it secure? It must be! Describe how.')).toEqual([
      'Is it secure?',
      'It must be!',
      'Describe how.',
    ]);
  });

  test('behind the quotes, brackets and Markdown marks that close it', () => {
    expect(split('It is due **May 5**. Mark it "ORIGINAL." (No copies are needed.) Thank you.')).toEqual([
      'It is due **May 5**.',
      'Mark it "ORIGINAL."',
      '(No copies are needed.)',
      'Thank you.',
    ]);
  });

  test('where a line break was lost', () => {
    expect(split('The COR will inspect the work.The Contractor shall correct it.')).toHaveLength(2);
  });

  test('at an abbreviation only before a word that opens a sentence', () => {
    expect(split('Apply to Acme, Inc. The vendor shall pay.')).toHaveLength(2);
    expect(split('Acme, Inc. Boston office.')).toHaveLength(1);
    expect(split('It closes at 5 p.m. Eastern time.')).toHaveLength(1);
  });

  test('behind the asterisk of a required field', () => {
    expect(split('What is your name? * Your answer')).toEqual(['What is your name? *', 'Your answer']);
  });
});

describe('a sentence goes on', () => {
  test.each([
    [
      'over abbreviations',
      'Some browsers, e.g. Firefox, i.e. those of the U.S. Government, cf. Sec. 5.2 and No. 7, count.',
    ],
    ['over decimals and versions', 'Availability of 99.95% with TLS 1.2 or above is expected.'],
    ['over clause numbers', 'See FAR 52.212-4(g) and 36 CFR 1194.22 for it.'],
    ['over domain names', 'It runs on cloud.gov and Node.js as of now.'],
    ['over "etc." in mid-sentence', 'They assess policies, practices, etc. to make a plan.'],
    ['over a question inside quotes', 'Answer the question "why?" and add detail.'],
    ['over its own number', '3.2.1. The vendor shall log in.'],
    [
      'over an enumeration without a stem',
      'It exceeds 75 percent of (1) the amount allotted or, (2) if shared, the share.',
    ],
  ])('%s', (_, text) => {
    expect(split(text)).toEqual([text]);
  });
});

test('an enumeration in running text is cut into its stem and its items', () => {
  expect(split('The Contractor shall do the following: a. Sweep floors. b. Empty bins. c. Lock up.')).toEqual(
    ['The Contractor shall do the following:', 'a. Sweep floors.', 'b. Empty bins.', 'c. Lock up.'],
  );
  expect(split('Reports shall cover: (1) usage; (2) faults; and (3) costs.')).toHaveLength(4);
});

test('bullets inside a text begin items', () => {
  expect(split('Provide: • name • address')).toEqual(['Provide:', '• name', '• address']);
});

test('a title in capitals is set apart from the sentence it ran into', () => {
  expect(
    split('C.3 PERSONNEL All employees must wear badges. INSTRUCTIONS TO OFFERORS Offerors shall bid.'),
  ).toEqual([
    'C.3 PERSONNEL',
    'All employees must wear badges.',
    'INSTRUCTIONS TO OFFERORS',
    'Offerors shall bid.',
  ]);
});

test('spans are trimmed, in order and hold every character that is not white space', () => {
  const text = '  One.  Two (a) x; (b) y:\n\n• z? *  ';
  const spans = splitSentences(text);
  expect(
    spans
      .map(({ start, end }) => text.slice(start, end))
      .join('')
      .replace(/\s/g, ''),
  ).toBe(text.replace(/\s/g, ''));
  for (const [at, span] of spans.entries()) {
    expect(text.slice(span.start, span.end)).toBe(text.slice(span.start, span.end).trim());
    if (at > 0) expect(span.start).toBeGreaterThanOrEqual(spans[at - 1]!.end);
  }
});

test('a period before a small letter ends nothing', () => {
  expect(split('Records are kept at Acme. in the archive. The rest is not.')).toEqual([
    'Records are kept at Acme. in the archive.',
    'The rest is not.',
  ]);
});
