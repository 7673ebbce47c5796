import { expect, test } from 'vitest';
import { hashBackupCode, newBackupCodes } from '../../../src/identity/two-factor/backup-codes.js';
import { base32, codeOf, otpauthUri, stepAt, stepOf } from '../../../src/identity/two-factor/totp.js';

const SECRET = Buffer.from('12345678901234567890');
const at = (seconds: number) => new Date(seconds * 1000);

// RFC 4226, appendix D.
test.each(
  ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'].map(
    (code, counter) => [counter, code] as const,
  ),
)('the code of counter %i is %s', (counter, code) => expect(codeOf(SECRET, counter)).toBe(code));

// RFC 6238, appendix B, whose codes have eight digits: ours are the last six.
test.each([
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
])('the code at second %i ends %s', (second, code) =>
  expect(codeOf(SECRET, stepAt(at(second)))).toBe(code.slice(2)),
);

test('a code counts one period before and after its own, and once', () => {
  const now = at(30_000_015);
  const step = stepAt(now);
  for (const drift of [-1, 0, 1])
    expect(stepOf(SECRET, codeOf(SECRET, step + drift), now, 0)).toBe(step + drift);
  for (const drift of [-2, 2]) expect(stepOf(SECRET, codeOf(SECRET, step + drift), now, 0)).toBeNull();
  expect(stepOf(SECRET, codeOf(SECRET, step), now, step)).toBeNull();
  // Nor does an older one after a newer one.
  expect(stepOf(SECRET, codeOf(SECRET, step - 1), now, step)).toBeNull();
  expect(stepOf(SECRET, codeOf(SECRET, step + 1), now, step)).toBe(step + 1);
});

// RFC 4648, 10.
test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('base 32 of "%s" is "%s"', (text, encoded) => expect(base32(Buffer.from(text))).toBe(encoded));

test('the address for authenticator apps names the account', () => {
  const uri = new URL(otpauthUri(SECRET, 'Bidwright', 'ada+bids@example.com'));
  expect([uri.protocol, uri.host, decodeURIComponent(uri.pathname)]).toEqual([
    'otpauth:',
    'totp',
    '/Bidwright:ada+bids@example.com',
  ]);
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    issuer: 'Bidwright',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
});

test('backup codes differ, and are read as people write them', () => {
  const codes = newBackupCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  const hash = hashBackupCode(SECRET, '01ABC-10XYZ');
  for (const typed of ['01abc10xyz', 'oIabc l0xyz', ' 01ABC–10XYZ '])
    expect(hashBackupCode(SECRET, typed)).toBe(hash);
  expect(hashBackupCode(SECRET, '01ABC-10XYY')).not.toBe(hash);
  expect(hashBackupCode(Buffer.from('another secret'), '01ABC-10XYZ')).not.toBe(hash);
});
