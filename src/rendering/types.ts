/** One thing the client asked for, with what the vendor answers. */
export interface ResponseItem {
  /** 1-based place in the whole response. */
  position: number;
  /** Literal number in the client's document ("3.2.1"), where it has one. */
  number: string | null;
  kind: 'question' | 'requirement' | 'instruction';
  /** Verbatim from the client's document. */
  question: string;
  /** The stem of the list or the column that the question belongs to, verbatim. */
  context: string | null;
  /** 1-based page in the client's document. */
  page: number | null;
  /** Markdown; empty while there is no answer. */
  answer: string;
  /** What was chosen of the answers that the client's form lists, verbatim; left out where it lists none. */
  choice?: string | null;
  status: 'PENDING' | 'DRAFTED' | 'APPROVED_MATCH' | 'NEEDS_INPUT' | 'EDITED' | 'APPROVED' | 'FAILED';
  /** 0 to 1. */
  confidence: number;
  sources: ResponseSource[];
  /** Why drafting failed, for people; null otherwise. */
  failure: string | null;
}

export interface ResponseSource {
  /** The quoted passage. */
  text: string;
  /** Name of the document it was quoted from. */
  source: string;
  section: string | null;
  /** 1-based. */
  page: number | null;
  /** 0 to 1. */
  score: number;
}

export interface ResponseSection {
  /** Null for items that stand above the first heading of the client's document. */
  title: string | null;
  items: ResponseItem[];
}

export interface ReviewSummary {
  overallQuality: 'HIGH' | 'MEDIUM' | 'LOW';
  /** 0 to 1. */
  completenessScore: number;
  issues: {
    code: string;
    severity: 'HIGH' | 'MEDIUM' | 'LOW';
    message: string;
    /** `position` of the item it is about; null when it is about the whole response. */
    questionPosition: number | null;
  }[];
}

/** Everything that is printed in a response. */
export interface ResponseDocument {
  clientName: string;
  industry: string | null;
  vendorName: string;
  /** "rules", or the model that drafted the answers. */
  engine: string;
  generatedAt: Date;
  sourceFilename: string;
  sections: ResponseSection[];
  review: ReviewSummary | null;
}

/** A line of the table of contents. */
export interface ContentsEntry {
  title: string;
  /** What it holds, in a few words ("12 items"), where that helps. */
  note: string | null;
  level: 1 | 2;
  /** Bookmark of its heading. */
  anchor: string;
}
