import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { corruptFile, encryptedFile, unpacksTooLarge } from './errors.js';
import type { ExtractLimits } from './limits.js';

const WHAT = 'Word document';
const MAX_ENTRIES = 20_000;
/** Deflate cannot pack text better than about 1:1,000; real documents stay below 1:100. */
const ABSURD_RATIO = 500;

/** The entries of a zip held in memory. Nothing is written to disk, so the paths in it cannot escape. */
export class Archive {
  #unpacked = 0;

  private constructor(
    private readonly file: ZipFile,
    private readonly entries: Map<string, Entry>,
    private readonly limits: ExtractLimits,
  ) {}

  /** @throws DomainError `file-corrupt` where the bytes are no readable zip */
  static async open(bytes: Uint8Array, limits: ExtractLimits): Promise<Archive> {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    try {
      const file = await fromBufferPromise(buffer, { lazyEntries: true, autoClose: false });
      if (file.entryCount > MAX_ENTRIES) throw unpacksTooLarge(WHAT);
      const entries = new Map<string, Entry>();
      for (const entry of await entriesOf(file)) entries.set(entry.fileName, entry);
      return new Archive(file, entries, limits);
    } catch (error) {
      throw asDomainError(error);
    }
  }

  get names(): string[] {
    return [...this.entries.keys()];
  }

  /** Reads an entry as UTF-8 or UTF-16 text; null where it does not exist. */
  async text(name: string): Promise<string | null> {
    const entry = this.entries.get(name.replace(/^\//, ''));
    if (!entry) return null;
    const bytes = await this.#read(entry);
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
    return new TextDecoder().decode(bytes);
  }

  async #read(entry: Entry): Promise<Buffer> {
    if (entry.generalPurposeBitFlag & 1) throw encryptedFile(WHAT);
    const { uncompressedSize, compressedSize } = entry;
    const absurd = uncompressedSize > 50_000_000 && uncompressedSize > compressedSize * ABSURD_RATIO;
    this.#unpacked += uncompressedSize;
    if (absurd || uncompressedSize > this.limits.entryBytes || this.#unpacked > this.limits.unpackedBytes) {
      throw unpacksTooLarge(WHAT);
    }
    const chunks: Buffer[] = [];
    try {
      // yauzl fails as soon as more comes out than the entry said it holds, so the check above is enough.
      for await (const chunk of await this.file.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    } catch (error) {
      throw corruptFile(WHAT, error);
    }
    return Buffer.concat(chunks);
  }
}

function entriesOf(file: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    file.on('entry', (entry: Entry) => {
      entries.push(entry);
      file.readEntry();
    });
    file.on('end', () => resolve(entries));
    file.on('error', reject);
    file.readEntry();
  });
}

const asDomainError = (error: unknown) =>
  error instanceof Error && error.name === 'DomainError' ? error : corruptFile(WHAT, error);
