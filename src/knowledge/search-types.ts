import type { App } from '../app-types.js';
import type { Span } from '../formats/types.js';
import type { Speaker, Stance } from './voice/index.js';

/** A passage with the place it comes from. */
export interface Found {
  passageId: string;
  itemId: string;
  /** The passage, verbatim; the answer of a question/answer pair. */
  text: string;
  /** Question/answer pairs: the question. */
  question: string | null;
  /** Of the knowledge item. */
  title: string;
  source: string;
  /** Heading path: "Security > Encryption". */
  section: string | null;
  /** 1-based. */
  page: number | null;
  /** UTF-16 offsets of `text` in the extracted text of its document; null where it has none. */
  start: number | null;
  end: number | null;
  /** Who speaks and how it stands; null of what was stored before there were labels: found, but no evidence yet. */
  speaker: Speaker | null;
  stance: Stance | null;
  /** When this version of the item came into use. */
  contentAt: Date;
}

export interface Hit extends Found {
  /** 0 to 1, see `scoreOf` in ranking.ts. */
  score: number;
  /** Where words of the query stand in `text`, in order, without overlaps. */
  highlights: Span[];
  /** The sentences of `text` that say most about the query, as HTML whose only tag is `mark`. */
  snippet: string;
}

/** What the item of a passage must be; all that are given. */
export interface Filters {
  /** At least one of them. */
  tags?: string[];
  /** One of them, exactly. */
  sources?: string[];
  /** document, qa_pair or text. */
  kinds?: string[];
  createdAfter?: Date;
  /** Exclusive. */
  createdBefore?: Date;
  itemIds?: string[];
}

export interface Search extends Filters {
  organizationId: string;
  /** A question or a few words, as people write them. Words in quotation marks must occur in this order. */
  query: string;
  /** How many hits at most, 1 to 100. */
  first: number;
  /** Ends the search. */
  signal?: AbortSignal;
}

/** What the search works with. */
export type SearchApp = Pick<App, 'sql' | 'models' | 'log'>;
