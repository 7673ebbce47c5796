import { expect, test } from 'vitest';
import { findQuote } from '../../src/grounding/index.js';

const found = (text: string, quote: string) => {
  const span = findQuote(text, quote);
  return span && text.slice(span.start, span.end);
};

test('typography may differ: quotation marks, dashes, white space, soft hyphens', () => {
  const text = 'It’s kept in a “vault” – always\n  en\u00adcrypted, at rest.';
  expect(found(text, `It's kept in a "vault" - always encrypted, at rest.`)).toBe(text);
});

test('ligatures and an ellipsis at the end of a quote are understood', () => {
  expect(
    found('The certiﬁcate is valid until 2028 and renewed.', 'The certificate is valid until 2028...'),
  ).toBe('The certiﬁcate is valid until 2028');
});

test('offsets stay right behind characters of two code units', () => {
  const text = '🔒🔒 Data at rest is encrypted.';
  expect(found(text, 'Data at rest is encrypted.')).toBe('Data at rest is encrypted.');
});

test.each([
  ['another word', 'Data at rest is hashed.'],
  ['another number', 'Availability was 99.9% last year'],
  ['the tail of a number', '9.97% last year and'],
  ['the head of a number', 'Availability was 99.9'],
  ['half a word', 'rest is encrypt'],
  ['an omission', 'Data at rest ... encrypted'],
  ['a quote too short to prove anything', 'is'],
  ['an empty quote', ''],
])('%s is not found', (_what, quote) => {
  expect(found('Data at rest is encrypted. Availability was 99.97% last year and rising.', quote)).toBeNull();
});

test('a text that is short as a whole may be quoted whole', () => {
  expect(found('Yes.', '“Yes.”')).toBe('Yes.');
});
