export interface AnswerToReview {
  /** Number of the question in the RFP, from 1. */
  position: number;
  question: string;
  kind: 'question' | 'requirement' | 'instruction';
  /** Markdown; empty where there is none. */
  answer: string;
  status: 'PENDING' | 'DRAFTED' | 'APPROVED_MATCH' | 'NEEDS_INPUT' | 'EDITED' | 'APPROVED' | 'FAILED';
  /** 0 to 1; of the draft. */
  confidence: number;
  /** How many sources it quotes. */
  sources: number;
  /** Sentences of the draft that no quote supports, verbatim. */
  unsupported: string[];
}

export type Quality = 'HIGH' | 'MEDIUM' | 'LOW';

export type IssueCode =
  | 'NO_QUESTIONS'
  | 'UNANSWERED'
  | 'FAILED'
  | 'NEEDS_INPUT'
  | 'LOW_CONFIDENCE'
  | 'UNSUPPORTED'
  | 'CONTRADICTION'
  | 'DUPLICATE_ANSWER'
  | 'PART_UNANSWERED'
  | 'PLACEHOLDER';

export interface Issue {
  code: IssueCode;
  severity: Quality;
  /** A sentence for the user: what is wrong, where else to look. */
  message: string;
  /** Number of the question at fault; null where it is the whole. */
  position: number | null;
}

export interface Review {
  overallQuality: Quality;
  /** Share of the questions that have an answer, 0 to 1. */
  completenessScore: number;
  /** Gravest first, then in question order. */
  issues: Issue[];
}
