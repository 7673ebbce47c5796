import { inflateRawSync } from 'node:zlib';
import { type Entry, fromBufferPromise } from 'yauzl';

export interface RawEntry {
  name: string;
  /** From its local header to whatever follows it, trailing descriptor included. */
  raw: Buffer;
  content: Buffer;
}

/** The entries of a zip in the order of its directory, found by a reader that is not the product's. */
export async function rawEntries(file: Uint8Array): Promise<RawEntry[]> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const zip = await fromBufferPromise(bytes, { lazyEntries: true, autoClose: false, decodeStrings: true });
  const entries = await new Promise<Entry[]>((resolve, reject) => {
    const found: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      found.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(found));
    zip.on('error', reject);
    zip.readEntry();
  });
  const starts = entries.map(({ relativeOffsetOfLocalHeader }) => relativeOffsetOfLocalHeader);
  const directory = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]), Math.max(...starts));
  const ends = [...starts, directory].sort((a, b) => a - b);
  return entries.map((entry) => {
    const start = entry.relativeOffsetOfLocalHeader;
    const data = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const packed = bytes.subarray(data, data + entry.compressedSize);
    return {
      name: entry.fileName,
      raw: bytes.subarray(start, ends[ends.indexOf(start) + 1]),
      content: entry.compressionMethod === 8 ? inflateRawSync(packed) : packed,
    };
  });
}

/** The XML of one part. */
export async function partOf(file: Uint8Array, name: string): Promise<string> {
  const entry = (await rawEntries(file)).find((candidate) => candidate.name === name);
  if (!entry) throw new Error(`There is no ${name}.`);
  return entry.content.toString('utf8');
}

/** The names of the entries whose raw bytes differ between two zips, and whether their order is the same. */
export async function differingEntries(before: Uint8Array, after: Uint8Array): Promise<string[]> {
  const [a, b] = [await rawEntries(before), await rawEntries(after)];
  if (a.map(({ name }) => name).join('\n') !== b.map(({ name }) => name).join('\n'))
    return ['the order or the names of the entries'];
  return a.filter(({ raw }, i) => !raw.equals(b[i]!.raw)).map(({ name }) => name);
}
