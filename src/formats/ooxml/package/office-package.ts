import { Buffer, isUtf8 } from 'node:buffer';
import { crc32, inflateRawSync } from 'node:zlib';
import { corruptFile, encryptedFile, rightsManagedFile, unsupportedFile } from '../../errors.js';
import { defaultLimits, type ExtractLimits } from '../../limits.js';
import { isCompoundFile, protectionOf, readCompoundFile } from '../../ole.js';
import { UnpackBudget } from '../../unpack-budget.js';
import { XmlScanner } from './xml-scanner.js';
import { dataStart, readZipDirectory, type ZipDirectory, type ZipEntry } from './zip-directory.js';
import { spliceZip } from './zip-splice.js';

export interface Relation {
  id: string;
  /** The last part of its type: "worksheet", "table". The rest differs between the two forms of the standard. */
  type: string;
  /** The part, without a leading slash; the address where it is external. */
  target: string;
  external: boolean;
}

const STORED = 0;
const DEFLATED = 8;

/** An Office document (ECMA-376 part 2) held in memory: its parts can be read, and some replaced. */
export class OfficePackage {
  readonly #file: Buffer;
  readonly #directory: ZipDirectory;
  readonly #entries = new Map<string, ZipEntry>();
  readonly #lower = new Map<string, string>();
  readonly #budget: UnpackBudget;
  readonly #spent = new Set<string>();
  readonly #relations = new Map<string, Relation[]>();

  /**
   * @param what what to call the file in errors: "Excel workbook"
   * @throws DomainError `file-corrupt`, `file-encrypted`, `file-unsupported`, `file-too-large`
   */
  constructor(
    file: Uint8Array,
    readonly what: string,
    limits: Partial<ExtractLimits> = {},
  ) {
    if (isCompoundFile(file)) throw refusalOfCompoundFile(file, what);
    this.#file = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
    this.#directory = readZipDirectory(this.#file, what);
    this.#budget = new UnpackBudget({ ...defaultLimits, ...limits });
    for (const entry of this.#directory.entries) {
      this.#entries.set(entry.name, entry);
      this.#lower.set(entry.name.toLowerCase(), entry.name);
    }
  }

  broken(why: string): Error {
    return corruptFile(this.what, new Error(why));
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  /** The part as the package spells it; names do not tell capitals apart. Null where there is none. */
  find(part: string): string | null {
    return this.#entries.has(part) ? part : (this.#lower.get(part.toLowerCase()) ?? null);
  }

  /**
   * A part as it is unpacked; null where there is none.
   *
   * @throws DomainError
   */
  read(part: string): Buffer | null {
    const entry = this.#entries.get(this.find(part) ?? '');
    return entry ? this.#unpack(entry) : null;
  }

  /** An XML part as UTF-8; null where there is none. */
  readXml(part: string): Buffer | null {
    const bytes = this.read(part);
    if (bytes === null) return null;
    const wide = wideEncodingOf(bytes);
    const text = wide ? Buffer.from(decodeWide(bytes, wide)) : bytes;
    if (!isUtf8(text)) throw corruptFile(this.what, new Error(`${part} is not UTF-8`));
    return text;
  }

  /** Steps through an XML part; null where there is none. */
  scan(part: string): XmlScanner | null {
    const bytes = this.readXml(part);
    return bytes === null ? null : new XmlScanner(bytes, this.what);
  }

  /** What a part refers to; the empty name is the package itself. */
  relations(part: string): readonly Relation[] {
    const relations = this.#relations.get(part) ?? this.#readRelations(part);
    this.#relations.set(part, relations);
    return relations;
  }

  #readRelations(part: string): Relation[] {
    const slash = part.lastIndexOf('/') + 1;
    const [folder, name] = [part.slice(0, slash), part.slice(slash)];
    const scanner = this.scan(`${folder}_rels/${name}.rels`);
    const relations: Relation[] = [];
    while (scanner?.next()) {
      if (!scanner.isOpen('Relationship')) continue;
      const [id, type, target] = ['Id', 'Type', 'Target'].map((name) => scanner.attribute(name));
      if (!id || !type || !target) continue;
      const external = scanner.attribute('TargetMode') === 'External';
      relations.push({
        id,
        type: type.slice(type.lastIndexOf('/') + 1),
        target: external ? target : resolve(folder, target),
        external,
      });
    }
    return relations;
  }

  /** The part that holds the document itself. @param otherwise where the package does not say */
  mainPart(otherwise: string): string {
    const said = this.relations('').find(({ type, external }) => type === 'officeDocument' && !external);
    return (said && this.find(said.target)) ?? otherwise;
  }

  /** Whether somebody signed the package: a change makes the signature invalid. */
  get isSigned(): boolean {
    return (
      this.relations('').some(({ type }) => type === 'origin') ||
      this.names.some((name) => name.startsWith('_xmlsignatures/'))
    );
  }

  /** The file with other contents in some XML parts, given as UTF-8; every other entry is copied as it is. */
  withParts(contents: ReadonlyMap<string, Buffer>): Uint8Array {
    if (contents.size === 0) return this.#file;
    const encoded = new Map<string, Buffer>();
    for (const [part, content] of contents) {
      const wide = wideEncodingOf(this.read(part)!);
      encoded.set(part, wide ? encodeWide(content.toString('utf8'), wide) : content);
    }
    return spliceZip(this.#file, this.#directory, encoded);
  }

  #unpack(entry: ZipEntry): Buffer {
    const { what } = this;
    if (entry.flags & 1) throw encryptedFile(what);
    if (!this.#spent.has(entry.name)) this.#budget.spend(entry.size, entry.packed, what);
    this.#spent.add(entry.name);
    const from = dataStart(this.#file, entry);
    const packed = this.#file.subarray(from, from + entry.packed);
    const bytes = entry.method === STORED ? packed : this.#inflate(entry, packed);
    if (bytes.length !== entry.size || crc32(bytes) !== entry.crc)
      throw corruptFile(what, new Error(`${entry.name} is not what the package says`));
    return bytes;
  }

  #inflate(entry: ZipEntry, packed: Buffer): Buffer {
    if (entry.method !== DEFLATED)
      throw corruptFile(this.what, new Error(`${entry.name} is packed by method ${entry.method}`));
    if (entry.size === 0) return Buffer.alloc(0);
    try {
      // One chunk of the whole size, so that nothing is held twice; more than the size is an error.
      return inflateRawSync(packed, { maxOutputLength: entry.size, chunkSize: Math.max(64, entry.size) });
    } catch (error) {
      throw corruptFile(this.what, error);
    }
  }
}

function refusalOfCompoundFile(file: Uint8Array, what: string): Error {
  const compound = readCompoundFile(file);
  if (!compound) return corruptFile(what);
  const protection = protectionOf(compound);
  if (protection === 'rights') return rightsManagedFile(what);
  if (protection === 'password') return encryptedFile(what);
  return unsupportedFile('an Office file in the old format', 'Save it as .xlsx or .docx and upload that.');
}

/** The part that a target names, seen from a folder. Nothing leads out of the package. */
function resolve(folder: string, target: string): string {
  const path = target.startsWith('/') ? target.slice(1) : folder + target;
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  const joined = steps.join('/');
  try {
    return decodeURIComponent(joined);
  } catch {
    return joined;
  }
}

type Wide = 'utf-16le' | 'utf-16be';

const wideEncodingOf = (bytes: Buffer): Wide | null =>
  bytes[0] === 0xff && bytes[1] === 0xfe
    ? 'utf-16le'
    : bytes[0] === 0xfe && bytes[1] === 0xff
      ? 'utf-16be'
      : null;

const decodeWide = (bytes: Buffer, wide: Wide) => new TextDecoder(wide).decode(bytes);

function encodeWide(text: string, wide: Wide): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return wide === 'utf-16le' ? bytes : bytes.swap16();
}
