/** Random numbers that come again with the same seed (mulberry32). @returns whole numbers from 0 below `limit` */
export function randomFrom(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

type Random = (limit: number) => number;
type Change = (bytes: Uint8Array, random: Random) => Uint8Array;

const TELLING = [0, 1, 0x7f, 0x80, 0xff];
const TOKENS = [
  '<',
  '>',
  '/',
  '[',
  ']',
  '(',
  '99999999999',
  '-1',
  ' 0 R',
  'obj',
  'endstream',
  'PK\x03\x04',
  '%PDF-',
  '\0\0',
  '&x;',
  '\ufeff',
];

const place = (bytes: Uint8Array, random: Random) => random(Math.max(1, bytes.length));
const splice = (bytes: Uint8Array, at: number, cut: number, put: Uint8Array) =>
  new Uint8Array(Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]));

const changes: Change[] = [
  (bytes, random) => {
    const copy = bytes.slice();
    for (let i = 1 + random(8); i > 0; i--) copy[place(bytes, random)] = random(256);
    return copy;
  },
  (bytes, random) => {
    const copy = bytes.slice();
    copy[place(bytes, random)]! ^= 1 << random(8);
    return copy;
  },
  (bytes, random) => {
    const copy = bytes.slice();
    const at = place(bytes, random);
    copy.fill(TELLING[random(TELLING.length)]!, at, at + 1 + random(16));
    return copy;
  },
  (bytes, random) => bytes.slice(0, place(bytes, random)),
  (bytes, random) => bytes.slice(random(Math.min(bytes.length, 2000) + 1)),
  (bytes, random) => splice(bytes, place(bytes, random), random(4000), new Uint8Array()),
  (bytes, random) => {
    const from = place(bytes, random);
    return splice(bytes, place(bytes, random), 0, bytes.slice(from, from + random(4000)));
  },
  (bytes, random) =>
    splice(bytes, place(bytes, random), random(4), Buffer.from(TOKENS[random(TOKENS.length)]!)),
  (bytes, random) => {
    // Numbers rule sizes, counts and references: one of them becomes another.
    const text = Buffer.from(bytes).toString('latin1');
    const numbers = [...text.slice(0, 500_000).matchAll(/\d+/g)];
    const number = numbers[random(Math.max(1, numbers.length))];
    if (!number) return bytes;
    const other = ['0', '-1', '1', '4294967295', '9'.repeat(30), String(random(1000))][random(6)]!;
    return splice(bytes, number.index, number[0].length, Buffer.from(other));
  },
];

/** A few random changes to a file, the same ones for the same seed. */
export function mutate(original: Uint8Array, seed: number): Uint8Array {
  const random = randomFrom(seed);
  let bytes = original;
  for (let i = 1 + random(4); i > 0; i--) bytes = changes[random(changes.length)]!(bytes, random);
  return bytes;
}
