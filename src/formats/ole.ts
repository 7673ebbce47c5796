import { Buffer } from 'node:buffer';

/** An OLE2 compound file ([MS-CFB]). */
export interface CompoundFile {
  /** Names of its streams and storages, at any depth. */
  names: Set<string>;
  /** The first bytes of a stream that lies in the file's sectors; null where there is none. */
  head(name: string): Uint8Array | null;
  /** The whole of a stream at its top level; null where there is none, or its sectors are not in the file. */
  stream(name: string): Uint8Array | null;
}

interface Entry {
  name: string;
  start: number;
  size: number;
  left: number;
  right: number;
  child: number;
}

const SIGNATURE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ENTRY_BYTES = 128;
const END_OF_CHAIN = 0xfffffffa;
const SHORT_SECTOR = 64;

export const isCompoundFile = (bytes: Uint8Array) =>
  SIGNATURE.every((value, index) => bytes[index] === value);

/** Reads the directory of a compound file; null where it is damaged, or a chain of its sectors has a loop. */
export function readCompoundFile(bytes: Uint8Array): CompoundFile | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 512) return null;
  const shift = view.getUint16(30, true);
  if (shift !== 9 && shift !== 12) return null;
  const size = 2 ** shift;
  const tables = readTables(view, shift);
  if (!tables) return null;

  const sectorsFrom = (first: number, table: number[]) => {
    const chain: number[] = [];
    for (let sector = first; sector < table.length && chain.at(-1) !== sector; sector = table[sector]!)
      chain.push(sector);
    return chain;
  };
  const bytesOf = (first: number) =>
    Buffer.concat(
      sectorsFrom(first, tables.table).map((sector) =>
        bytes.subarray((sector + 1) * size, (sector + 2) * size),
      ),
    );

  const entries = entriesOf(bytesOf(view.getUint32(48, true)));
  const names = new Set(entries.flatMap(({ name }) => (name ? [name] : [])));
  const [root] = entries;
  if (!root || names.size === 0) return null;
  const top = childrenOf(entries, root.child);
  // A tree that leads nowhere is not used by every reader; the first stream of the name is the document's own.
  const find = (name: string) =>
    top.find((entry) => entry.name === name) ?? entries.find((entry) => entry.name === name);
  let short: Buffer | null = null;
  return {
    names,
    head: (name) => {
      const first = find(name)?.start ?? END_OF_CHAIN;
      const from = (first + 1) * size;
      return first >= END_OF_CHAIN || from + 64 > bytes.length ? null : bytes.subarray(from, from + size);
    },
    stream: (name) => {
      const entry = find(name);
      if (!entry || entry.start >= END_OF_CHAIN) return null;
      if (entry.size >= view.getUint32(56, true)) return bytesOf(entry.start).subarray(0, entry.size);
      short ??= bytesOf(root.start);
      const parts = sectorsFrom(entry.start, tables.short).map((sector) =>
        short!.subarray(sector * SHORT_SECTOR, (sector + 1) * SHORT_SECTOR),
      );
      return Buffer.concat(parts).subarray(0, entry.size);
    },
  };
}

/**
 * How the document within a compound file is encrypted ([MS-OFFCRYPTO] 1.3): by a password, or by rights management;
 * null where it is not.
 */
export function protectionOf({ names }: CompoundFile): 'password' | 'rights' | null {
  const managed = ['DRMEncryptedDataSpace', 'DRMEncryptedTransform', 'DRMContent', 'DRMTransform'];
  // The names of data spaces may begin with a character that counts them: \u0009DRMContent.
  if ([...names].some((name) => managed.some((word) => name.endsWith(word)))) return 'rights';
  return names.has('EncryptedPackage') || names.has('EncryptionInfo') ? 'password' : null;
}

function entriesOf(directory: Buffer): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + ENTRY_BYTES <= directory.length; at += ENTRY_BYTES) {
    const length = Math.min(64, directory.readUInt16LE(at + 64));
    const [left, right, child] = [68, 72, 76].map((offset) => directory.readUInt32LE(at + offset));
    entries.push({
      name: length < 2 ? '' : directory.toString('utf16le', at, at + length - 2),
      start: directory.readUInt32LE(at + 116),
      size: directory.readUInt32LE(at + 120),
      left: left!,
      right: right!,
      child: child!,
    });
  }
  return entries;
}

/** The entries of one storage: a tree of siblings ([MS-CFB] 2.6.4), each visited once. */
function childrenOf(entries: Entry[], child: number): Entry[] {
  const found: Entry[] = [];
  const seen = new Set<number>([0]);
  const next = [child];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    const entry = entries[at];
    if (!entry || seen.has(at)) continue;
    seen.add(at);
    if (entry.name) found.push(entry);
    next.push(entry.left, entry.right);
  }
  return found;
}

/**
 * The allocation tables, which hold for each sector the next one: of the file's sectors and of short ones. Null where
 * they do not lie in the file, or a chain in them comes back to itself.
 */
function readTables(view: DataView, shift: number): { table: number[]; short: number[] } | null {
  const size = 2 ** shift;
  const sectors = Math.ceil(view.byteLength / size) - 1;
  const tables = view.getUint32(44, true);
  const tablesOfTables = view.getUint32(72, true);
  // The size of short sectors is fixed ([MS-CFB] 2.2).
  if (view.getUint16(32, true) !== 6 || tables > sectors || tablesOfTables > sectors) return null;
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
  if (hasLoop(table)) return null;
  const sectorsOfShort: number[] = [];
  for (let sector = view.getUint32(60, true); sector < table.length; sector = table[sector]!)
    sectorsOfShort.push(sector);
  const short = wordsOf(sectorsOfShort);
  return hasLoop(short) ? null : { table, short };
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
