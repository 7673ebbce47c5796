import { DomainError, type DomainErrorKind } from '../platform/errors.js';
import type { PageToDraw } from './draw-page.js';
import type { LeftOut } from './left-out.js';
import type { ExtractLimits } from './limits.js';
import type { CellEdit, ReturnedFile } from './ooxml/index.js';
import type { PageLayout } from './places.js';
import type { Form, FormFormat, Region } from './questionnaire/index.js';
import type { Block, ExtractedDocument, Inspection, ReadDocument, SourceFormat } from './types.js';

/** What the child process is asked to do. */
export type Request =
  | { task: 'inspect'; path: string; filename: string | null; accepts: readonly SourceFormat[] }
  | { task: 'extract'; path: string; format: SourceFormat; limits: Partial<ExtractLimits> }
  | { task: 'draw'; path: string; format: SourceFormat; wanted: PageToDraw }
  | { task: 'form'; path: string; format: FormFormat; regions: Region[] | null }
  | { task: 'fill'; path: string; format: FormFormat; edits: FormEdits };

/** What is to be written into a form. */
export interface FormEdits {
  cells: CellEdit[];
}

/** What the child process may write before its reply, as one line of JSON: it takes longer, for a known reason. */
export interface Notice {
  task: 'recognising';
  pages: number;
}

/** What the child process writes at its end, once, as one line of JSON. */
export type Reply =
  | { task: 'inspect'; inspection: Inspection }
  | { task: 'extract'; document: PackedDocument; leftOut: LeftOut[]; pages: PackedPage[] | null }
  | { task: 'draw'; png: string }
  | { task: 'form'; form: Form }
  | ({ task: 'fill'; file: string } & Omit<ReturnedFile, 'file'>)
  | { task: 'failed'; kind: DomainErrorKind | null; message: string; path: string[] | null };

/** A document whose blocks leave out their text: it stands in the document's text already. */
export interface PackedDocument extends Omit<ExtractedDocument, 'blocks'> {
  blocks: Omit<Block, 'text'>[];
}

/** A page whose words are written in base64. */
export type PackedPage = Omit<PageLayout, 'words'> & { words: string };

export const packRead = ({ leftOut, pages, ...document }: ReadDocument) => ({
  document: pack(document),
  leftOut,
  pages:
    pages?.map((page): PackedPage => ({ ...page, words: Buffer.from(page.words).toString('base64') })) ??
    null,
});

export const unpackRead = ({ document, leftOut, pages }: ReturnType<typeof packRead>): ReadDocument => ({
  ...unpack(document),
  leftOut,
  pages:
    pages?.map((page) => ({ ...page, words: new Uint8Array(Buffer.from(page.words, 'base64')) })) ?? null,
});

export const pack = ({ blocks, ...document }: ExtractedDocument): PackedDocument => ({
  ...document,
  blocks: blocks.map(({ text: _text, ...block }) => block),
});

export const unpack = ({ blocks, ...document }: PackedDocument): ExtractedDocument => ({
  ...document,
  blocks: blocks.map((block) => ({ ...block, text: document.text.slice(block.start, block.end) })),
});

export const failure = (error: unknown): Reply =>
  error instanceof DomainError
    ? { task: 'failed', kind: error.kind, message: error.message, path: error.inputPath }
    : {
        task: 'failed',
        kind: null,
        message: error instanceof Error ? error.message : String(error),
        path: null,
      };

/** The error of a failed reply, as it was thrown in the child. */
export const errorOf = (reply: Extract<Reply, { task: 'failed' }>): Error =>
  reply.kind === null ? new Error(reply.message) : new DomainError(reply.kind, reply.message, reply.path);
