import { expect, test } from 'vitest';
import { extractLocally } from '../../src/rfp/extraction/index.js';
import { documentOf, found, heading, item } from './support.js';

const foundInBlocks = (...blocks: Parameters<typeof documentOf>) =>
  found(extractLocally(documentOf(...blocks)).questions);

test('a heading put as a question asks, unless the text below answers it', () => {
  expect(foundInBlocks(heading('Who may bid?'), 'Any firm.')).toEqual(['question: Who may bid?']);
  const answer =
    'Firms with five years of experience in the field may bid where they hold a licence of this state.';
  expect(foundInBlocks(heading('Who may bid?'), answer)).toEqual([]);
});

test('an example in the same breath belongs to the question', () => {
  const text = 'Do you test backups? For example, by restoring them once a month.';
  expect(foundInBlocks(item(text, '1'))).toEqual([`question: ${text}`]);
});
