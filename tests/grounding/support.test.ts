import { expect, test } from 'vitest';
import { type SentenceSupport, supportOf } from '../../src/grounding/index.js';

const QUOTES = [
  { text: 'All customer data at rest is encrypted with AES-256. Keys are rotated every 90 days.' },
  { text: 'Our uptime was 99.9% in 2025. We do not share personal data with third parties.' },
];
const checked = (text: string, sources = QUOTES) => supportOf(text, sources);
const verdicts = (text: string, sources = QUOTES) =>
  checked(text, sources).sentences.map(({ supported }) => supported);

test('a sentence is supported where the quote behind its marker says it, and by no other', () => {
  expect(verdicts('Customer data at rest is encrypted with AES-256. [1]')).toEqual([true]);
  expect(verdicts('Customer data at rest is encrypted with AES-256. [2]')).toEqual([false]);
  expect(verdicts('Customer data at rest is encrypted with AES-256.')).toEqual([false]);
  expect(verdicts('Customer data at rest is encrypted with AES-256. [7]')).toEqual([false]);
});

test.each([
  ['a number that the quote does not have', 'Keys are rotated every 30 days. [1]'],
  ['a number with another unit', 'Keys are rotated every 90 hours. [1]'],
  ['another percentage', 'Our uptime was 99.99% in 2025. [2]'],
  ['a name that the quote does not have', 'Customer data at rest is encrypted by Contoso with AES-256. [1]'],
  ['a certificate nobody mentioned', 'Customer data at rest is encrypted under FedRAMP with AES-256. [1]'],
  ['a denial of what is stated', 'Customer data at rest is not encrypted with AES-256. [1]'],
  ['an assertion of what is denied', 'We share personal data with third parties. [2]'],
  ['words that the quote does not have', 'Backups are restored within minutes by our staff. [1]'],
  ['a no to what is stated', 'No. [1]'],
])('%s is unsupported', (_what, text) => {
  expect(verdicts(text)).toEqual([false]);
});

test.each([
  ['in other words here and there', 'We encrypt all customer data at rest using AES-256. [1]'],
  ['a number in words', 'Keys are rotated every ninety days. [1]'],
  ['a denial that is quoted', 'Personal data is never shared with third parties. [2]'],
  [
    'two quotes together',
    'Data at rest is encrypted and personal data is not shared with third parties [1][2].',
  ],
  ['a bare yes', 'Yes. [1]'],
  ['emphasis, lists and quotation marks', '- **Keys** are rotated “every 90 days” [1]'],
])('%s is supported', (_what, text) => {
  expect(verdicts(text)).toEqual([true]);
});

test('a marker stands for the sentences before it, back to the previous one', () => {
  const text =
    'Customer data at rest is encrypted with AES-256. Keys are rotated every 90 days. [1] Our uptime was 99.9% in 2025. [2] We are carbon neutral.';
  const { sentences, share } = checked(text);
  expect(sentences.map(({ supported, sources }) => [supported, sources])).toEqual([
    [true, [1]],
    [true, [1]],
    [true, [2]],
    [false, []],
  ]);
  expect(share).toBe(0.75);
  expect(text.slice(sentences[1]!.start, sentences[1]!.end)).toBe('Keys are rotated every 90 days. [1]');
});

test('what merely introduces, names or separates needs no support', () => {
  const text =
    '## Encryption\n\nWe comply as follows:\n\n- Customer data at rest is encrypted with AES-256. [1]\n\n**Uptime**\n\n' +
    '| Year | Uptime |\n| --- | --- |\n| 2025 | 99.9% | [2]';
  const { sentences, share } = checked(text);
  const about = (part: string): SentenceSupport =>
    sentences.find(({ start, end }) => text.slice(start, end).includes(part))!;
  for (const part of ['## Encryption', 'We comply', '**Uptime**', '---'])
    expect(about(part).supported, part).toBeNull();
  expect(about('AES-256').supported).toBe(true);
  expect(share).toBeGreaterThan(0.6);
  // An introduction that names what is not in the quote claims it.
  expect(verdicts('We hold FedRAMP High and the following: [1]')).toEqual([false]);
});

test('spans are in order, within the text, and hold every character but white space', () => {
  const text = 'A first. [1] Then, e.g. this one [2]; and more.\n\n> quoted [1]\n\n1. one\n2. two [1][2]';
  const { sentences } = checked(text);
  let at = 0;
  for (const { start, end } of sentences) {
    expect(text.slice(at, start).trim()).toBe('');
    expect(end).toBeGreaterThan(start);
    at = end;
  }
  expect(text.slice(at).trim()).toBe('');
});

test('an empty answer claims nothing, and one without sources supports nothing', () => {
  expect(checked('')).toEqual({ sentences: [], share: null });
  expect(checked('Data is encrypted. [1]', []).share).toBe(0);
});
