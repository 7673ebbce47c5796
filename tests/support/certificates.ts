import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

// X.509 (RFC 5280) in DER, as far as two kinds of certificates need it: Node can read them, and not make them.
const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const { length } = body;
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), body]);
};
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const integer = (bytes: Uint8Array | number[]) => der(0x02, Buffer.from(bytes));
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const octets = (value: Uint8Array) => der(0x04, value);
const TRUE = der(0x01, Buffer.from([0xff]));

const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'));
const COMMON_NAME = oid('550403');
const BASIC_CONSTRAINTS = oid('551d13');
const SUBJECT_ALT_NAME = oid('551d11');

const nameOf = (name: string) => sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));

const timeAt = (ms: number) =>
  der(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/\D/g, '').slice(2, 14)}Z`));

const OF_AUTHORITY = sequence(BASIC_CONSTRAINTS, TRUE, octets(sequence(TRUE)));
const OF_LOCALHOST = sequence(
  SUBJECT_ALT_NAME,
  octets(sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))),
);

const DAY_MS = 86_400_000;

function certificateOf(
  subject: { name: string; key: KeyObject },
  issuer: { name: string; key: KeyObject },
  extension: Uint8Array,
): string {
  const now = Date.now();
  const content = sequence(
    der(0xa0, integer([2])),
    integer([1, ...randomBytes(8)]),
    ECDSA_WITH_SHA256,
    nameOf(issuer.name),
    sequence(timeAt(now - DAY_MS), timeAt(now + DAY_MS)),
    nameOf(subject.name),
    subject.key.export({ type: 'spki', format: 'der' }) as Buffer,
    der(0xa3, sequence(extension)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, issuer.key));
  const lines = sequence(content, ECDSA_WITH_SHA256, signature)
    .toString('base64')
    .match(/.{1,64}/g)!;
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** A certificate with its private key, in PEM. */
export interface Certified {
  cert: string;
  key: string;
}

/** A certificate authority of its own, which issues certificates for localhost, valid for a day. */
export function certificateAuthority(name = 'Tests'): { cert: string; issue(): Certified } {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = { name, key: own.privateKey };
  return {
    cert: certificateOf({ name, key: own.publicKey }, issuer, OF_AUTHORITY),
    issue: () => {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      return {
        cert: certificateOf({ name: 'localhost', key: publicKey }, issuer, OF_LOCALHOST),
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      };
    },
  };
}
