import type { DraftedSource } from '../rfp/index.js';

/** A passage quoted in support of a section, as it is stored. */
export interface SectionSource {
  /** Verbatim. */
  text: string;
  /** 0 to 1. */
  score: number;
  /** Of the knowledge item. */
  title: string;
  source: string;
  section: string | null;
  page: number | null;
  start: number | null;
  end: number | null;
  knowledgeId: string | null;
}

export const sectionSource = (source: DraftedSource): SectionSource => ({
  text: source.text,
  score: source.score,
  title: source.title,
  source: source.source,
  section: source.section,
  page: source.page,
  start: source.start,
  end: source.end,
  knowledgeId: source.itemId,
});

/** Sources as they are gathered for one section: numbered from 1, what one says is not said by another. */
export class SourceList {
  readonly sources: SectionSource[] = [];

  /** The number of this source, and whether it is new here. */
  add(source: SectionSource): { number: number; isNew: boolean } {
    const at = this.sources.findIndex(
      ({ text, knowledgeId }) => knowledgeId === source.knowledgeId && text.includes(source.text),
    );
    if (at >= 0) return { number: at + 1, isNew: false };
    return { number: this.sources.push(source), isNew: true };
  }
}
