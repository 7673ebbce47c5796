import { codeOf, stepAt } from '../../../src/identity/two-factor/totp.js';
import { mutate, type Person } from './accounts.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function bytesOf(base32: string): Buffer {
  const bits = [...base32].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** An authenticator app that was told the secret. Its codes are good for 30 seconds or more from when they are asked for. */
export interface Authenticator {
  /** Of this moment. */
  code(): string;
  /** Of the next period, which the service accepts already. */
  nextCode(): string;
  /** One that is wrong. */
  wrongCode(): string;
}

export function authenticator(secret: string): Authenticator {
  const key = bytesOf(secret);
  const at = (ahead: number) => codeOf(key, stepAt(new Date()) + ahead);
  return {
    code: () => at(0),
    nextCode: () => at(1),
    wrongCode() {
      const right = new Set([-2, -1, 0, 1, 2, 3].map(at));
      return ['000000', '111111', '222222', '333333', '444444', '555555', '666666'].find(
        (code) => !right.has(code),
      )!;
    },
  };
}

/** Switches two-factor sign-in on; the code of the moment is used up by it. */
export async function withTwoFactor(url: string, person: Person) {
  const begun = await mutate(url, person.token, 'enableTwoFactor', {}, 'uri secret backupCodes');
  const app = authenticator(begun.secret);
  const first = app.code();
  const confirmed = await mutate(url, person.token, 'confirmTwoFactor', { code: first });
  if (!confirmed.ok) throw new Error(JSON.stringify(confirmed.errors));
  return { ...app, first, secret: begun.secret as string, backupCodes: begun.backupCodes as string[] };
}
