import { type ContentSection, proposalMarkdown } from './content.js';

/** What `proposalContent` is made of. */
export interface ProposalSoFar {
  proposal: { title: string } | null;
  document: { content: string } | null;
  /** In order. */
  sections: (ContentSection & { draftedAt: Date | null })[];
}

/**
 * The text of a proposal: that of its document, once it is written; before, the sections that are drafted so far.
 * Null where there is nothing yet.
 */
export function proposalContent({ proposal, document, sections }: ProposalSoFar): string | null {
  if (!proposal) return null;
  if (document) return document.content;
  const drafted = sections.filter(({ draftedAt }) => draftedAt !== null);
  return drafted.length > 0 ? proposalMarkdown(proposal.title, drafted) : null;
}
