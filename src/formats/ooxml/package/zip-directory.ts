import type { Buffer } from 'node:buffer';
import { corruptFile, unpacksTooLarge } from '../../errors.js';
import { MAX_ENTRIES } from '../../unpack-budget.js';

/** One entry of a zip, as its central directory lists it. */
export interface ZipEntry {
  name: string;
  flags: number;
  method: number;
  crc: number;
  /** Bytes packed and unpacked. */
  packed: number;
  size: number;
  /** Where its local header begins, and where whatever follows begins: its own trailing descriptor is within. */
  start: number;
  end: number;
  /** Its record in the central directory. */
  record: Buffer;
}

export interface ZipDirectory {
  /** In the order of the central directory. */
  entries: ZipEntry[];
  /** Where the central directory begins and ends. */
  start: number;
  end: number;
  /** Where the records behind it begin that say where it is; ZIP64's only where there is one. */
  endRecord: number;
  wideEndRecord: number | null;
}

const LOCAL_HEADER = 0x04034b50;
const RECORD = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
export const LOCATOR_BYTES = 20;
export const FULL = 0xffffffff;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;

/**
 * Reads where the entries of a zip lie (PKWARE APPNOTE 6.3, ZIP64 included). Entries must not share bytes, and two must
 * not have one name: what is written back would be told differently by different programs.
 *
 * @throws DomainError `file-corrupt` or `file-too-large`
 */
export function readZipDirectory(file: Buffer, what: string): ZipDirectory {
  const broken = (why: string) => corruptFile(what, new Error(why));
  const endAt = findEnd(file);
  if (endAt < 0) throw broken('no end of central directory');
  let count = file.readUInt16LE(endAt + 10);
  let start = file.readUInt32LE(endAt + 16);
  let end = start + file.readUInt32LE(endAt + 12);
  const locator = endAt - LOCATOR_BYTES;
  let wideEndRecord: number | null = null;
  if (locator >= 0 && file.readUInt32LE(locator) === LOCATOR_64) {
    const at = Number(file.readBigUInt64LE(locator + 8));
    if (at + 56 > file.length || file.readUInt32LE(at) !== END_64) throw broken('no ZIP64 end record');
    wideEndRecord = at;
    count = Number(file.readBigUInt64LE(at + 32));
    start = Number(file.readBigUInt64LE(at + 48));
    end = start + Number(file.readBigUInt64LE(at + 40));
  }
  if (count > MAX_ENTRIES) throw unpacksTooLarge(what);
  if (end > (wideEndRecord ?? endAt)) throw broken('the central directory overlaps its end');

  const entries: ZipEntry[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || file.readUInt32LE(at) !== RECORD) throw broken('a broken central directory');
    const length = 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
    if (at + length > end) throw broken('a broken central directory');
    entries.push(entryOf(file.subarray(at, at + length)));
    at += length;
  }
  placeEntries(file, entries, start, broken);
  return { entries, start, end, endRecord: endAt, wideEndRecord };
}

function findEnd(file: Buffer): number {
  const lowest = Math.max(0, file.length - END_BYTES - LONGEST_COMMENT);
  for (let at = file.length - END_BYTES; at >= lowest; at--) {
    if (file.readUInt32LE(at) === END && at + END_BYTES + file.readUInt16LE(at + 20) <= file.length)
      return at;
  }
  return -1;
}

function entryOf(record: Buffer): ZipEntry {
  const nameLength = record.readUInt16LE(28);
  const wide = wideFields(record);
  const name = record.toString('utf8', 46, 46 + nameLength);
  return {
    name,
    flags: record.readUInt16LE(8),
    method: record.readUInt16LE(10),
    crc: record.readUInt32LE(16),
    packed: wide.packed === null ? record.readUInt32LE(20) : Number(record.readBigUInt64LE(wide.packed)),
    size: wide.size === null ? record.readUInt32LE(24) : Number(record.readBigUInt64LE(wide.size)),
    start: wide.start === null ? record.readUInt32LE(42) : Number(record.readBigUInt64LE(wide.start)),
    end: 0,
    record,
  };
}

/** Where in a central record the fields stand that need eight bytes (APPNOTE 4.5.3); null for those that do not. */
export function wideFields(record: Buffer): {
  size: number | null;
  packed: number | null;
  start: number | null;
} {
  const found = { size: null as number | null, packed: null as number | null, start: null as number | null };
  const wanted = (['size', 'packed', 'start'] as const).filter(
    (field) => record.readUInt32LE({ size: 24, packed: 20, start: 42 }[field]) === FULL,
  );
  if (wanted.length === 0) return found;
  const from = 46 + record.readUInt16LE(28);
  for (const { id, at, length } of extraFields(record, from, from + record.readUInt16LE(30))) {
    if (id !== 1) continue;
    wanted.forEach((field, i) => {
      if ((i + 1) * 8 <= length) found[field] = at + i * 8;
    });
  }
  return found;
}

/** The extra fields between two offsets; `at` is where the data of one begins. */
export function* extraFields(bytes: Buffer, from: number, to: number) {
  for (let at = from; at + 4 <= to; ) {
    const length = bytes.readUInt16LE(at + 2);
    if (at + 4 + length > to) return;
    yield { id: bytes.readUInt16LE(at), at: at + 4, length };
    at += 4 + length;
  }
}

function placeEntries(
  file: Buffer,
  entries: ZipEntry[],
  directory: number,
  broken: (why: string) => Error,
): void {
  const names = new Set<string>();
  const inOrder = [...entries].sort((a, b) => a.start - b.start);
  for (const [i, entry] of inOrder.entries()) {
    if (names.has(entry.name)) throw broken(`two entries called ${entry.name.slice(0, 100)}`);
    names.add(entry.name);
    entry.end = inOrder[i + 1]?.start ?? directory;
    if (entry.start + 30 > entry.end || file.readUInt32LE(entry.start) !== LOCAL_HEADER)
      throw broken('an entry without a header');
    if (dataStart(file, entry) + entry.packed > entry.end) throw broken('entries that overlap');
  }
}

/** Where the packed bytes of an entry begin. */
export const dataStart = (file: Buffer, { start }: ZipEntry): number =>
  start + 30 + file.readUInt16LE(start + 26) + file.readUInt16LE(start + 28);
