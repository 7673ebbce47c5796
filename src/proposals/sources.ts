import { type DraftedSource, type KeptSource, keptSource } from '../grounding/index.js';

/** A passage quoted in support of a section, as it is stored. */
export interface SectionSource extends KeptSource {
  /** Of the knowledge item. */
  title: string;
}

export const sectionSource = (source: DraftedSource): SectionSource => ({
  ...keptSource(source),
  title: source.title,
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
