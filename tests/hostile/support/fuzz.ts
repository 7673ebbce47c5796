import { existsSync, readFileSync } from 'node:fs';
import { unzipSync, zipSync } from 'fflate';
import { type DocumentSandbox, type ExtractedDocument, MAX_FILE_BYTES } from '../../../src/formats/index.js';
import { DomainError } from '../../../src/platform/errors.js';
import { writeContent } from './content.js';
import { mutate, randomFrom } from './mutate.js';

export interface Original {
  name: string;
  bytes: Uint8Array;
}

const SAMPLES = ['examples/sample-rfp.pdf', 'examples/sample-rfp.docx', 'README.md'];
const REAL = ['hhs_tdrs_final_rfq.doc', 'hhs_tdrs_final_rfq.docx', 'gsa_coe_rfi.pdf', 'vsaq_webapp.txt'];

/** Files to start from: the samples, and real ones where the collection lies beside the project. */
export const originals = (): Original[] =>
  [...SAMPLES, ...REAL.map((name) => `../shared/data/rfps/${name}`)]
    .filter((path) => existsSync(path))
    .map((path) => ({ name: path.split('/').at(-1)!, bytes: new Uint8Array(readFileSync(path)) }));

/** A changed file. Every other Word document is changed within its parts: a changed archive is hardly ever read. */
export function variant({ name, bytes }: Original, seed: number): Uint8Array {
  if (!name.endsWith('.docx') || seed % 2) return mutate(bytes, seed);
  const parts = unzipSync(bytes);
  const names = Object.keys(parts).filter((part) => part.endsWith('.xml'));
  const part = seed % 4 ? 'word/document.xml' : names[randomFrom(seed)(names.length)]!;
  return zipSync({ ...parts, [part]: mutate(parts[part]!, seed) });
}

export interface Finding {
  file: string;
  seed: number;
  problem: string;
}

/** Reads one variant in the sandbox. @returns null where it was read well or refused with a reason */
export async function tryVariant(
  sandbox: DocumentSandbox,
  original: Original,
  seed: number,
  path: string,
): Promise<Finding | null> {
  const problem = (text: string): Finding => ({ file: original.name, seed, problem: text });
  const bytes = variant(original, seed);
  if (bytes.length > MAX_FILE_BYTES) return null;
  await writeContent(path, bytes);
  try {
    const { format } = await sandbox.inspect(path, original.name);
    const wrong = unsound(await sandbox.extract(path, format));
    return wrong === null ? null : problem(wrong);
  } catch (error) {
    if (!(error instanceof DomainError)) return problem(`not a clear error: ${error}`);
    // A few changed bytes make no file that is too large: the reader ran away and was stopped.
    const ran = error.kind === 'file-too-large' && /memory|longer than/.test(error.message);
    return ran ? problem(error.message) : null;
  }
}

/** What is wrong with a document that was read; null where nothing is. */
export function unsound({ text, blocks }: ExtractedDocument): string | null {
  if (!text.isWellFormed() || text.includes('\0')) return 'text that a database cannot hold';
  let end = 0;
  for (const block of blocks) {
    if (block.start < end || block.end <= block.start) return `blocks overlap at ${block.start}`;
    if (text.slice(block.start, block.end) !== block.text) return `block ${block.position} is not its text`;
    for (const cell of block.row?.cells ?? [])
      if (cell.start < block.start || cell.end > block.end) return `a cell leaves block ${block.position}`;
    end = block.end;
  }
  return end > text.length ? 'a block beyond the text' : null;
}
