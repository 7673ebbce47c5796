import { Buffer } from 'node:buffer';
import { crc32, deflateRawSync } from 'node:zlib';
import {
  dataStart,
  extraFields,
  FULL,
  LOCATOR_BYTES,
  wideFields,
  type ZipDirectory,
  type ZipEntry,
} from './zip-directory.js';

const HAS_DESCRIPTOR = 1 << 3;
const DEFLATED = 8;

/**
 * Gives a zip in which some entries hold other bytes. Every other entry, what stands between them and their order are
 * copied as they are; in the central directory only offsets change.
 *
 * @param contents what the changed entries hold, by name
 */
export function spliceZip(
  file: Buffer,
  directory: ZipDirectory,
  contents: ReadonlyMap<string, Buffer>,
): Buffer {
  const { entries } = directory;
  const pieces: Buffer[] = [];
  let at = 0;
  const put = (piece: Buffer) => {
    pieces.push(piece);
    at += piece.length;
  };
  const inOrder = [...entries].sort((a, b) => a.start - b.start);
  put(file.subarray(0, inOrder[0]?.start ?? directory.start));
  const records = new Map<ZipEntry, Buffer>();
  for (const entry of inOrder) {
    const content = contents.get(entry.name);
    const moved = at;
    if (content === undefined) {
      put(file.subarray(entry.start, entry.end));
      records.set(entry, recordAt(entry, moved));
      continue;
    }
    const packed = deflateRawSync(content);
    const crc = crc32(content);
    put(headerOf(file, entry, crc, packed.length, content.length));
    put(packed);
    records.set(entry, changedRecord(entry, moved, crc, packed.length, content.length));
  }
  const start = at;
  for (const entry of entries) put(records.get(entry)!);
  put(tailOf(file, directory, start, at - start));
  return Buffer.concat(pieces, at);
}

/** A central record with its entry's new place. */
function recordAt({ record }: ZipEntry, start: number): Buffer {
  const copy = Buffer.from(record);
  const wide = wideFields(record).start;
  if (wide === null) copy.writeUInt32LE(start, 42);
  else copy.writeBigUInt64LE(BigInt(start), wide);
  return copy;
}

function changedRecord(entry: ZipEntry, start: number, crc: number, packed: number, size: number): Buffer {
  const record = withoutWideExtra(entry.record, 46 + entry.record.readUInt16LE(28), 30);
  record.writeUInt16LE(entry.flags & ~HAS_DESCRIPTOR, 8);
  record.writeUInt16LE(DEFLATED, 10);
  record.writeUInt32LE(crc, 16);
  record.writeUInt32LE(packed, 20);
  record.writeUInt32LE(size, 24);
  record.writeUInt32LE(start, 42);
  return record;
}

/** The local header of a changed entry: its sizes stand in it, so no descriptor follows its data. */
function headerOf(file: Buffer, entry: ZipEntry, crc: number, packed: number, size: number): Buffer {
  const header = withoutWideExtra(
    file.subarray(entry.start, dataStart(file, entry)),
    30 + file.readUInt16LE(entry.start + 26),
    28,
  );
  header.writeUInt16LE(entry.flags & ~HAS_DESCRIPTOR, 6);
  header.writeUInt16LE(DEFLATED, 8);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(packed, 18);
  header.writeUInt32LE(size, 22);
  return header;
}

/**
 * A copy of a header or record without its ZIP64 field: a part of a document fits 32 bits.
 *
 * @param from where its extra fields begin
 * @param lengthAt where their length stands
 */
function withoutWideExtra(bytes: Buffer, from: number, lengthAt: number): Buffer {
  const to = from + bytes.readUInt16LE(lengthAt);
  const wide = [...extraFields(bytes, from, to)].find(({ id }) => id === 1);
  if (!wide) return Buffer.from(bytes);
  const copy = Buffer.concat([bytes.subarray(0, wide.at - 4), bytes.subarray(wide.at + wide.length)]);
  copy.writeUInt16LE(to - from - 4 - wide.length, lengthAt);
  return copy;
}

/** What follows the central directory, with its new place and size in each end record. */
function tailOf(file: Buffer, directory: ZipDirectory, start: number, size: number): Buffer {
  const tail = Buffer.from(file.subarray(directory.end));
  const end = directory.endRecord - directory.end;
  for (const [field, value] of [
    [end + 12, size],
    [end + 16, start],
  ] as const)
    if (tail.readUInt32LE(field) !== FULL) tail.writeUInt32LE(value, field);
  if (directory.wideEndRecord !== null) {
    const wide = directory.wideEndRecord - directory.end;
    tail.writeBigUInt64LE(BigInt(size), wide + 40);
    tail.writeBigUInt64LE(BigInt(start), wide + 48);
    tail.writeBigUInt64LE(BigInt(start + size + wide), end - LOCATOR_BYTES + 8);
  }
  return tail;
}
