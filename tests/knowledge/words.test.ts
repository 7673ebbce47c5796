import { expect, test } from 'vitest';
import { readQuery } from '../../src/knowledge/query.js';
import { sentencesOf } from '../../src/knowledge/sentences.js';
import { topicWords } from '../../src/knowledge/words.js';

test('a question is about its topic, not about being asked', () => {
  expect(topicWords('Please describe how the vendor would encrypt data at rest.')).toEqual([
    'encrypt',
    'data',
    'rest',
  ]);
});

test('a question made of nothing but words of asking still has a topic', () => {
  expect(topicWords('Describe your company.')).toEqual(['describe', 'company']);
});

test('slashes and hyphens separate words in a query', () => {
  expect(readQuery('Describe backup/recovery and SOC-2 reports').text).toBe(
    'backup recovery and SOC 2 reports',
  );
});

test('a query of question marks searches nothing', () => {
  expect(readQuery('??').text).toBe('');
});

const sentences = (text: string) => sentencesOf(text).map(({ start, end }) => text.slice(start, end));

test('abbreviations, decimals and clause numbers end no sentence', () => {
  expect(
    sentences(
      '1. Uptime was 99.97% in 2025, e.g. in May. Acme Inc. runs two regions. See sec. 4 for details.',
    ),
  ).toEqual([
    '1. Uptime was 99.97% in 2025, e.g. in May.',
    'Acme Inc. runs two regions.',
    'See sec. 4 for details.',
  ]);
});

test('list items and table rows are sentences of their own', () => {
  expect(sentences('We keep:\n- daily backups\n- monthly backups\n\n| RTO | 4 h |\n| RPO | 1 h |')).toEqual([
    'We keep:',
    '- daily backups',
    '- monthly backups',
    '| RTO | 4 h |',
    '| RPO | 1 h |',
  ]);
});

test('the sentences of a text hold every character that is not white space', () => {
  const text = 'One (see below). Two!  Three… "Four." five? Six\n\nSeven';
  expect(sentences(text).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
});
