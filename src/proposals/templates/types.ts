import type { ProposalSectionKind } from '../../../generated/client/enums.js';
import type { Route } from '../../rfp/index.js';

/** One section of a proposal, as a template has it. */
export interface TemplateSection {
  kind: ProposalSectionKind;
  title: string;
  /** What the section is for, in a sentence; a model is told, and a person who has to fill it in. */
  purpose: string;
  /** What to look up in the knowledge base, as questions. */
  topics: string[];
  /** Which of the client's requirements it takes up. */
  covers: Route[];
  /** Length to aim at, in words. */
  words: number;
}

/** A template as an organization has it now, or had it in an earlier version. */
export interface Template {
  /** The industry as a readable id: "financial-services". */
  id: string;
  /** The industry as people write it: "Financial services". */
  name: string;
  /** 0 is the default that comes with the product; each change by the organization counts one up. */
  version: number;
  sections: TemplateSection[];
  /** Whether the sections are those that come with the product. */
  isDefault: boolean;
  /** Null for version 0. */
  changedAt: Date | null;
}
