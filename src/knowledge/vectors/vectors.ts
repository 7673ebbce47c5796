import type { Vector } from './vector-store.js';

/** The vector of length 1 in the same direction; null for one without direction. */
export function normalized(values: ArrayLike<number>): Vector | null {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += values[i]! ** 2;
  if (!(squares > 0) || !Number.isFinite(squares)) return null;
  const length = Math.sqrt(squares);
  return Float32Array.from(values, (value) => value / length);
}

/** One bit a dimension: 1 where it is above 0. What PostgreSQL reads as `varbit`. */
export const signsOf = (vector: Vector): string =>
  Array.from(vector, (value) => (value > 0 ? '1' : '0')).join('');

/** 32-bit floats, little-endian. */
export function bytesOf(vector: Vector): Buffer {
  const bytes = Buffer.allocUnsafe(vector.length * 4);
  for (let i = 0; i < vector.length; i++) bytes.writeFloatLE(vector[i]!, i * 4);
  return bytes;
}

/** What `bytesOf` wrote. */
export function vectorOf(bytes: Uint8Array): Vector {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength / 4 }, (_, i) => view.getFloat32(i * 4, true));
}

/** The dot product; the cosine where both have length 1. */
export function similarityOf(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
