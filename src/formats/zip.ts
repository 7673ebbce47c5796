import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { corruptFile, encryptedFile, unpacksTooLarge } from './errors.js';
import type { ExtractLimits } from './limits.js';
import { MAX_ENTRIES, UnpackBudget } from './unpack-budget.js';

/** The entries of a zip held in memory. Nothing is written to disk, so the paths in it cannot escape. */
export class Archive {
  private constructor(
    private readonly file: ZipFile,
    private readonly entries: Map<string, Entry>,
    private readonly what: string,
    private readonly budget: UnpackBudget,
  ) {}

  /**
   * @param what what to call the file in errors: "Word document"
   * @param around the archive it was found in, which counts what it unpacks to
   * @throws DomainError `file-corrupt` where the bytes are no readable zip
   */
  static async open(
    bytes: Uint8Array,
    limits: ExtractLimits,
    what: string,
    around?: Archive,
  ): Promise<Archive> {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    try {
      const file = await fromBufferPromise(buffer, { lazyEntries: true, autoClose: false });
      if (file.entryCount > MAX_ENTRIES) throw unpacksTooLarge(what);
      const entries = new Map<string, Entry>();
      for (const entry of await entriesOf(file)) entries.set(entry.fileName, entry);
      return new Archive(file, entries, what, around?.budget ?? new UnpackBudget(limits));
    } catch (error) {
      throw asDomainError(error, what);
    }
  }

  get names(): string[] {
    return [...this.entries.keys()];
  }

  /** Reads an entry as UTF-8 or UTF-16 text; null where it does not exist. */
  async text(name: string): Promise<string | null> {
    const entry = this.entries.get(name.replace(/^\//, ''));
    if (!entry) return null;
    const pieces: string[] = [];
    for await (const piece of this.#pieces(entry)) pieces.push(piece);
    return pieces.join('');
  }

  /** Reads an entry as it is; null where it does not exist. */
  async bytes(name: string): Promise<Uint8Array | null> {
    const entry = this.entries.get(name.replace(/^\//, ''));
    if (!entry) return null;
    const pieces: Buffer[] = [];
    for await (const piece of this.#read(entry)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  /** The same as `text` piece by piece, for parts that are too large to hold; null where it does not exist. */
  pieces(name: string): AsyncIterable<string> | null {
    const entry = this.entries.get(name.replace(/^\//, ''));
    return entry ? this.#pieces(entry) : null;
  }

  async *#pieces(entry: Entry): AsyncGenerator<string> {
    let decoder: TextDecoder | null = null;
    for await (const bytes of this.#read(entry)) {
      decoder ??= decoderOf(bytes);
      yield decoder.decode(bytes, { stream: true });
    }
    if (decoder) yield decoder.decode();
  }

  async *#read(entry: Entry): AsyncGenerator<Buffer> {
    if (entry.generalPurposeBitFlag & 1) throw encryptedFile(this.what);
    this.budget.spend(entry.uncompressedSize, entry.compressedSize, this.what);
    try {
      // yauzl fails as soon as more comes out than the entry said it holds, so the check above is enough.
      for await (const chunk of await this.file.openReadStreamPromise(entry)) yield chunk as Buffer;
    } catch (error) {
      throw asDomainError(error, this.what);
    }
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

/** UTF-16 with a byte order mark, else UTF-8. */
function decoderOf(start: Uint8Array): TextDecoder {
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le');
  return new TextDecoder(start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8');
}

const asDomainError = (error: unknown, what: string) =>
  error instanceof Error && error.name === 'DomainError' ? error : corruptFile(what, error);
