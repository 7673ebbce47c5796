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

/**
 * Reads the directory of a compound file; null where it is damaged. What follows chains of sectors later need not
 * fear loops: a file that has one counts as damaged.
 */
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

  if (!hasSoundTables(view, shift)) return null;
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

/** Whether the allocation tables lie in the file and no chain in them comes back to itself. */
function hasSoundTables(view: DataView, shift: number): boolean {
  const size = 2 ** shift;
  const sectors = Math.ceil(view.byteLength / size) - 1;
  const tables = view.getUint32(44, true);
  const tablesOfTables = view.getUint32(72, true);
  // The size of short sectors is fixed ([MS-CFB] 2.2).
  if (view.getUint16(32, true) !== 6 || tables > sectors || tablesOfTables > sectors) return false;
  const wordAt = (at: number) => (at + 4 <= view.byteLength ? view.getUint32(at, true) : END_OF_CHAIN);
  const perSector = size / 4;
  const wordsOf = (list: number[]) =>
    list.flatMap((sector) =>
      Array.from({ length: perSector }, (_, i) => wordAt((sector + 1) * size + i * 4)),
    );

  const places = Array.from({ length: Math.min(109, tables) }, (_, i) => wordAt(76 + i * 4));
  let more = view.getUint32(68, true);
  for (let count = 0; count < tablesOfTables && more < END_OF_CHAIN; count++) {
    const words = wordsOf([more]);
    places.push(...words.slice(0, -1).slice(0, tables - places.length));
    more = words.at(-1)!;
  }
  const table = wordsOf(places);
  if (hasLoop(table)) return false;
  const short: number[] = [];
  for (let sector = view.getUint32(60, true); sector < table.length; sector = table[sector]!)
    short.push(sector);
  return !hasLoop(wordsOf(short));
}

/** Whether a table, which holds for each sector the next one, leads back to where it has been. */
function hasLoop(next: number[]): boolean {
  const visitedFrom = new Uint32Array(next.length);
  for (let start = 0; start < next.length; start++) {
    let at = start;
    while (at < next.length && visitedFrom[at] === 0) {
      visitedFrom[at] = start + 1;
      // Some writers end a chain with a sector that names itself; readers stop there.
      at = next[at] === at ? END_OF_CHAIN : next[at]!;
    }
    if (at < next.length && visitedFrom[at] === start + 1) return true;
  }
  return false;
}
