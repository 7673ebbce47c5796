const SIGNATURES: [kind: string, at: number, start: string][] = [
  ['PNG', 0, '\x89PNG'],
  ['JPEG', 0, '\xff\xd8\xff'],
  ['GIF', 0, 'GIF8'],
  ['TIFF', 0, 'II*\0'],
  ['TIFF', 0, 'MM\0*'],
  ['WebP', 8, 'WEBP'],
  ['BMP', 0, 'BM'],
];

/** Which kind of picture the bytes start like: "PNG"; null for none that can be read. */
export function imageKind(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const found = SIGNATURES.find(([, at, start]) => head.startsWith(start, at));
  return found?.[0] === 'WebP' && !head.startsWith('RIFF') ? null : (found?.[0] ?? null);
}
