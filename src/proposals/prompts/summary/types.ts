import type { SectionSource } from '../../sources.js';

export interface SummaryInput {
  clientName: string;
  industry: string | null;
  /** Length to aim at. */
  words: number;
  guidance: string | null;
  /** How many requirements the client has, and how many of them the sections answer. */
  requirements: { total: number; covered: number };
  /** All others, in order. */
  sections: SummarizedSection[];
}

export interface SummarizedSection {
  position: number;
  kind: 'TEXT' | 'NEEDS' | 'PRICING' | 'SUMMARY';
  title: string;
  content: string;
  status: 'PENDING' | 'DRAFTED' | 'NEEDS_INPUT' | 'FAILED';
  confidence: number;
  sources: SectionSource[];
}
