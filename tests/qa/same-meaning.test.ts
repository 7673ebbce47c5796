import { expect, test } from 'vitest';
import { mayBeTheSame } from '../../src/qa/same-meaning.js';

test.each([
  ['How is customer data encrypted?', 'In what way is the data of customers encrypted?'],
  ['Are you certified to ISO 27001?', 'Do you hold a certificate for ISO 27001?'],
  ['Is data stored in Germany?', 'Do you store the data in Germany?'],
  ['Do you support SSO?', 'Is SSO supported?'],
])('may be the same: %s — %s', (a, b) => {
  expect(mayBeTheSame(a, b)).toBe(true);
});

test.each([
  ['a number', 'Are backups kept for 30 days?', 'Are backups kept for 90 days?'],
  ['a version', 'Do you support TLS 1.2?', 'Do you support TLS 1.3?'],
  ['a name', 'Is data stored in Germany?', 'Is data stored in France?'],
  ['an abbreviation', 'Do you have offices in the EU?', 'Do you have offices in the US?'],
  ['mixed case', 'Is IPv4 supported?', 'Is IPv6 supported?'],
  ['a "not"', 'Which data is encrypted?', 'Which data is not encrypted?'],
  ["an n't", 'Which plans include support?', "Which plans don't include support?"],
  ['a without', 'Can it be used with a contract?', 'Can it be used without a contract?'],
  ['a name more', 'Who audits the service?', 'Who at Deloitte audits the service?'],
])('questions that differ in %s are not the same', (_, a, b) => {
  expect(mayBeTheSame(a, b)).toBe(false);
  expect(mayBeTheSame(b, a)).toBe(false);
});
