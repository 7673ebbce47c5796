import { expect, test } from 'vitest';
import { checkPassword, hashPassword, verifyPassword } from '../../src/identity/passwords.js';

const ADA = { email: 'ada.lovelace@difference-engines.example', name: 'Ada Lovelace' };
const check = (password: string) => () => checkPassword(password, ADA, ['input', 'password']);

test.each([
  'twelve lower',
  'ONLY CAPITALS HERE',
  '739105648220',
  'pässwörtér ohne regeln',
  '正しい馬の電池のホチキス止め',
  '🐴🔋📎🦄🍀🎺🛶🧊🪁🧩🎲🪀',
  `${'a long passphrase of words '.repeat(8)}`.slice(0, 200),
  'ada.lovelace keeps correct horses',
])('%j is a password, whatever it is made of', (password) => {
  expect(check(password)).not.toThrow();
});

test.each([
  ['eleven char', 'has 11 characters'],
  [`${'0123456789'.repeat(20)}!`, 'has 201 characters'],
  ['aabbaabbaabb', 'repeats a few characters'],
  ['1qaz2wsx3edc', 'tried first'],
  ['QWERTY123456', 'tried first'],
  ['leavemealone', 'tried first'],
  ['ada.lovelace', 'made of your name'],
  ['Lovelace123!', 'made of your name'],
  ['bidwright2026!', 'made of your name'],
  ['difference-engines', 'made of your name'],
])('%j is none, and says why', (password, says) => {
  expect(check(password)).toThrow(says);
});

test('a password is taken as it was given: not cut, not folded, not trimmed', async () => {
  const longest = 'x1y2z'.repeat(40);
  const hash = await hashPassword(longest);
  expect(await verifyPassword({ hash, password: longest })).toBe(true);
  for (const other of [
    longest.slice(0, -1),
    `${longest.slice(0, -1)}Z`,
    longest.toUpperCase(),
    `${longest} `,
  ])
    expect(await verifyPassword({ hash, password: other })).toBe(false);
});
