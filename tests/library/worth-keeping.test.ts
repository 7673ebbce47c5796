import { expect, test } from 'vitest';
import { NOTHING_FOUND } from '../../src/grounding/index.js';
import { pairFrom, withoutMarkers } from '../../src/rfp/library/worth-keeping.js';

const pair = (answer: string, rest: Partial<Parameters<typeof pairFrom>[0]> = {}) =>
  pairFrom({
    kind: 'QUESTION',
    question: 'Is data encrypted at rest?',
    context: null,
    answer,
    sources: 2,
    clientName: 'City of Brandt',
    ...rest,
  });

test('an answer goes into the library without its markers, with the stem of its list', () => {
  expect(
    pair('Yes. [1] With AES-256 [1, 2]; see [the page](https://example.com).', { context: 'The platform:' }),
  ).toEqual({
    question: 'The platform: Is data encrypted at rest?',
    answer: 'Yes. With AES-256; see [the page](https://example.com).',
  });
  expect(pair('Yes.', { kind: 'REQUIREMENT' })).not.toBeNull();
});

test.each([
  ['nothing', '  [1] '],
  ['what the engine says where it knows nothing', NOTHING_FOUND],
  ['not applicable', 'N/A'],
  ['a pointer to elsewhere', 'See attached pricing sheet.'],
  ['a placeholder', 'Yes, since [insert year].'],
  ['the name of the client', 'Yes, all data of the City of Brandt.'],
  ['too much', 'x'.repeat(20_001)],
])('%s is not kept', (_what, answer) => {
  expect(pair(answer)).toBeNull();
});

test('an instruction of one document is not kept, nor a question that names its client', () => {
  expect(pair('Submitted in three copies.', { kind: 'INSTRUCTION' })).toBeNull();
  expect(pair('Yes.', { question: 'How will you serve the city of Brandt?' })).toBeNull();
  expect(pair('Yes.', { question: 'x '.repeat(1001) })).toBeNull();
});

test('only markers of sources are markers', () => {
  expect(withoutMarkers('Version [3] of list [2]', 2)).toBe('Version [3] of list');
});
