import { draftAnswerTask } from '../../../rfp/index.js';
import { plainText, renumbered, toBeCompleted, wordCount } from '../../markdown.js';
import { SourceList, sectionSource } from '../../sources.js';
import type { DraftedSection, Lookup, SectionInput } from './types.js';

export const NOTHING_FOUND = 'the knowledge base holds nothing on this.';

/**
 * Composes a section of sentences quoted from the knowledge base, as answers to an RFP are: first what the section is
 * about in general, then each requirement in the client's words with what is known of it. What is not known is said
 * plainly, for a person to complete.
 */
export function draftSectionByRules(input: SectionInput): DraftedSection {
  const list = new SourceList();
  const paragraphs: string[] = [];
  const trust: number[] = [];
  const covered: number[] = [];
  let words = 0;

  for (const lookup of input.lookups.filter(({ requirement }) => requirement === null)) {
    if (words >= input.words) break;
    const said = sayFrom(lookup, input, list);
    if (!said?.isNew) continue;
    paragraphs.push(said.text);
    trust.push(said.confidence);
    words += wordCount(said.text);
  }
  for (const { position, text } of input.requirements) {
    const lookup = input.lookups.find(({ requirement }) => requirement === position);
    const said = lookup ? sayFrom(lookup, input, list) : null;
    paragraphs.push(`> ${plainText(text)}`);
    if (said) covered.push(position);
    trust.push(said?.confidence ?? 0);
    paragraphs.push(
      said === null
        ? toBeCompleted(NOTHING_FOUND)
        : said.isNew
          ? said.text
          : `This is covered above ${said.markers}.`,
    );
  }
  if (paragraphs.length === 0)
    paragraphs.push(toBeCompleted(`${plainText(input.purpose)} Here ${NOTHING_FOUND}`));

  const isWhole = list.sources.length > 0 && covered.length === input.requirements.length;
  return {
    content: paragraphs.join('\n\n'),
    sources: list.sources,
    confidence:
      Math.round(100 * (trust.reduce((sum, one) => sum + one, 0) / Math.max(1, trust.length))) / 100,
    status: isWhole ? 'DRAFTED' : 'NEEDS_INPUT',
    covered,
  };
}

/** What the knowledge base says to one look-up, with markers of the section; null where it is no sufficient answer. */
function sayFrom(
  { query, passages }: Lookup,
  { clientName, industry }: SectionInput,
  list: SourceList,
): { text: string; confidence: number; isNew: boolean; markers: string } | null {
  const draft = draftAnswerTask.rules({
    question: query,
    kind: 'question',
    section: null,
    context: null,
    guidance: null,
    clientName,
    industry,
    passages,
  });
  if (draft.status === 'NEEDS_INPUT' || draft.sources.length === 0) return null;
  const added = draft.sources.map((source) => list.add(sectionSource(source)));
  return {
    text: renumbered(draft.text, (n) => added[n - 1]?.number),
    confidence: draft.confidence,
    isNew: added.some(({ isNew }) => isNew),
    markers: [...new Set(added.map(({ number }) => `[${number}]`))].join(''),
  };
}
