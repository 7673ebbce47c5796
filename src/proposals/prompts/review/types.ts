import type { Quality } from '../../../../generated/client/enums.js';

export interface SectionToReview {
  position: number;
  kind: 'TEXT' | 'NEEDS' | 'SUMMARY' | 'PRICING';
  title: string;
  content: string;
  status: 'PENDING' | 'DRAFTED' | 'NEEDS_INPUT' | 'FAILED';
  confidence: number;
  /** How many sources it quotes. */
  sources: number;
}

export interface ReviewInput {
  sections: SectionToReview[];
  requirements: { position: number; text: string; covered: boolean; section: number | null }[];
}

export type ProposalIssueCode =
  | 'NO_REQUIREMENTS'
  | 'UNCOVERED'
  | 'FAILED'
  | 'PLACEHOLDER'
  | 'LOW_CONFIDENCE'
  | 'UNSUPPORTED'
  | 'CONTRADICTION'
  | 'SECTION_NOT_IN_DOCUMENT';

export interface ProposalIssue {
  code: ProposalIssueCode;
  severity: Quality;
  /** A sentence for the user: what is wrong, what to do. */
  message: string;
  /** Position of the section at fault; null where it is the whole. */
  section: number | null;
}

export interface ProposalReview {
  overallQuality: Quality;
  /** Share of the requirements that are covered and of the sections that are whole, taken together, 0 to 1. */
  completenessScore: number;
  /** Gravest first. */
  issues: ProposalIssue[];
}
