import { constants, crc32, deflateRawSync } from 'node:zlib';
import { joined, utf8 } from './hostile-file.js';

export interface ZipEntry {
  name: string;
  content: Uint8Array | string;
  /** Bytes that it claims to unpack to. */
  claims?: number;
  /** Whether `content` is packed already. */
  packed?: boolean;
  /** Kept as it is, so that its bytes show in the file. */
  stored?: boolean;
  /** General purpose bits; 1 marks an encrypted entry. */
  flags?: number;
  /** Unix mode, such as that of a link. */
  mode?: number;
}

interface Written {
  entry: ZipEntry;
  name: Uint8Array;
  offset: number;
  fields: Buffer;
}

/** Writes a zip that may lie: names, sizes and flags go in as they are given. */
export function zip(entries: ZipEntry[], comment = ''): Uint8Array {
  const parts: Uint8Array[] = [];
  const written: Written[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = utf8(entry.name);
    const content = typeof entry.content === 'string' ? utf8(entry.content) : entry.content;
    const data = entry.packed || entry.stored ? content : deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE((entry.flags ?? 0) | 0x800, 2);
    fields.writeUInt16LE(entry.stored ? 0 : 8, 4);
    fields.writeUInt32LE(entry.packed ? 0 : crc32(content), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(entry.claims ?? content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    parts.push(Buffer.from('PK\x03\x04'), fields, name, data);
    written.push({ entry, name, offset, fields });
    offset += 30 + name.length + data.length;
  }
  return finish(parts, written, offset, comment);
}

/** The same entry under many names: what one reads is packed once and counts each time. */
export function overlapping(names: string[], entry: ZipEntry, others: ZipEntry[]): Uint8Array {
  const base = zip([...others, entry]);
  const directory = Buffer.from(base).lastIndexOf('PK\x05\x06');
  const start = base[directory + 16]! | (base[directory + 17]! << 8) | (base[directory + 18]! << 16);
  const records = Buffer.from(base.subarray(start, directory));
  const last = records.lastIndexOf('PK\x01\x02');
  const record = records.subarray(last);
  const copies = names.map((name) => {
    const head = Buffer.from(record.subarray(0, 46));
    head.writeUInt16LE(name.length, 28);
    return joined(head, name);
  });
  const central = joined(records.subarray(0, last), ...copies);
  return joined(
    base.subarray(0, start),
    central,
    ending(others.length + names.length, central.length, start, ''),
  );
}

function finish(parts: Uint8Array[], written: Written[], offset: number, comment: string): Uint8Array {
  const central = written.flatMap(({ entry, name, offset: at, fields }) => {
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.mode ?? 0) << 16) >>> 0, 6);
    tail.writeUInt32LE(at, 10);
    // Made on Unix, so that the mode counts.
    return [Buffer.from('PK\x01\x02\x14\x03'), fields, tail, name];
  });
  const directory = joined(...central);
  return joined(...parts, directory, ending(written.length, directory.length, offset, comment));
}

function ending(count: number, size: number, offset: number, comment: string): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([end, Buffer.from(comment)]);
}

/** Deflate data that unpacks to `megabytes` MB of spaces, without ever having them. */
export function packedSpaces(megabytes: number, around: [string, string] = ['', '']): Uint8Array {
  const flushed = (content: Uint8Array | string) =>
    deflateRawSync(content, { finishFlush: constants.Z_FULL_FLUSH });
  const block = flushed(Buffer.alloc(1024 * 1024, ' '));
  const blocks = Array.from({ length: megabytes }, () => block);
  // Flushed blocks are whole bytes and refer to nothing before them.
  return joined(flushed(around[0]), ...blocks, deflateRawSync(around[1]));
}
