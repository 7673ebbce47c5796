/** An OLE2 compound file ([MS-CFB]), read only as far as telling what it holds needs. */
export interface CompoundFile {
  /** Names of its streams and storages. */
  names: Set<string>;
  /** The first bytes of a stream that lies in the file's sectors; null where there is none. */
  head(name: string): Uint8Array | null;
}

const SIGNATURE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ENTRY_BYTES = 128;
const END_OF_CHAIN = 0xfffffffa;
const MAX_SECTORS = 4096;

export const isCompoundFile = (bytes: Uint8Array) =>
  SIGNATURE.every((value, index) => bytes[index] === value);

/** Reads the directory of a compound file; null where it is damaged. */
export function readCompoundFile(bytes: Uint8Array): CompoundFile | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 512) return null;
  const shift = view.getUint16(30, true);
  if (shift !== 9 && shift !== 12) return null;
  const size = 2 ** shift;
  const offsetOf = (sector: number) => (sector + 1) * size;
  const nextOf = (sector: number): number => {
    // The header lists the first 109 sectors of the allocation table; a directory beyond them is followed no further.
    const table = Math.floor(sector / (size / 4));
    if (table >= 109) return END_OF_CHAIN;
    const at = offsetOf(view.getUint32(76 + table * 4, true)) + (sector % (size / 4)) * 4;
    return at + 4 <= bytes.length ? view.getUint32(at, true) : END_OF_CHAIN;
  };

  const names = new Set<string>();
  const starts = new Map<string, number>();
  let sector = view.getUint32(48, true);
  for (let count = 0; sector < END_OF_CHAIN && count < MAX_SECTORS; count++) {
    const start = offsetOf(sector);
    if (start + size > bytes.length) break;
    for (let at = start; at < start + size; at += ENTRY_BYTES) {
      const length = Math.min(64, view.getUint16(at + 64, true));
      if (length < 2) continue;
      const name = new TextDecoder('utf-16le').decode(bytes.subarray(at, at + length - 2));
      names.add(name);
      starts.set(name, view.getUint32(at + 116, true));
    }
    sector = nextOf(sector);
  }
  if (names.size === 0) return null;
  return {
    names,
    head: (name) => {
      const first = starts.get(name);
      if (first === undefined || first >= END_OF_CHAIN || offsetOf(first) + 64 > bytes.length) return null;
      return bytes.subarray(offsetOf(first), Math.min(bytes.length, offsetOf(first) + size));
    },
  };
}
