import type { LeftOut } from './left-out.js';
import type { PageLayout } from './places.js';

/** The formats a document may come in. The type is told by content; the name decides only where that leaves it open. */
export type SourceFormat = 'pdf' | 'docx' | 'doc' | 'text' | 'markdown' | 'html' | 'xlsx' | 'csv' | 'image';

export type BlockKind = 'heading' | 'paragraph' | 'list-item' | 'table-row';

/** Why a block is not part of the running text; 'entered' is what somebody filled in, in a field or as a note. */
export type Furniture = 'header' | 'footer' | 'page-number' | 'contents' | 'entered';

/** A range in the extracted text: UTF-16 offsets, `end` exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** Where a row stands in a spreadsheet. */
export interface SheetRow {
  /** Null in a file that is one sheet without a name. */
  name: string | null;
  /** 1-based. */
  row: number;
  /** 0-based columns of the cells, in their order. */
  columns: number[];
}

/** One piece of a document in reading order. `document.text.slice(start, end) === text` always holds. */
export interface Block extends Span {
  /** 0-based place in the document. */
  position: number;
  kind: BlockKind;
  text: string;
  /** 1-based page; null where the format has no pages of its own: only PDFs and images have. */
  page: number | null;
  /** The literal clause or item number as a reader sees it ("3.2.1", "(a)", "Q12"), without the text. */
  number: string | null;
  /** Heading level (1 is the outermost) or list depth (1 is the outermost); null for the other kinds. */
  level: number | null;
  /** Set where the block is page furniture, part of a table of contents, or filled in; null for running text. */
  furniture: Furniture | null;
  /** Table rows only: which table (0-based in the document), which row, and the span of each cell. */
  row: { table: number; index: number; isHeader: boolean; cells: Span[]; sheet?: SheetRow } | null;
}

/** A document as text: every character a reader sees, cut into blocks that do not overlap. */
export interface ExtractedDocument {
  format: SourceFormat;
  text: string;
  /** Null where the format has no pages of its own. */
  pageCount: number | null;
  blocks: Block[];
}

/** A document as it was read, and what of it was not. */
export interface ReadDocument extends ExtractedDocument {
  leftOut: LeftOut[];
  /** Where its words stand on its pages; null where the format has no pages of its own. */
  pages: PageLayout[] | null;
}

/** What an extractor tells while it works. */
export interface ExtractProgress {
  /** So many pages are going to be recognised, which takes its time. */
  recognising(pages: number): void;
}

/** What is known of a file before it is read. */
export interface Inspection {
  format: SourceFormat;
  /** Null where the format has no pages of its own. */
  pageCount: number | null;
  /** Whether there are pages whose text has to be recognised first, which takes some seconds a page. */
  needsOcr: boolean;
  /** What was seen that is not read, as far as was looked; reading the file tells the rest. */
  leftOut: LeftOut[];
}
