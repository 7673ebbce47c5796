import { placeOf } from '../../content.js';
import { cited, plainText, toBeCompleted, wordCount } from '../../markdown.js';
import { SourceList } from '../../sources.js';
import { draftFor, quotesFor } from './quotes.js';
import type { DraftedSection, Lookup, SectionInput } from './types.js';

export const NOTHING_FOUND = 'the knowledge base holds nothing on this.';
/** A passage below this has nothing to do with what was asked. */
const NEAR = 0.1;

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
    paragraphs.push(said?.text ?? toBeCompleted(missingFor(lookup, input)));
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
  lookup: Lookup,
  input: SectionInput,
  list: SourceList,
): { text: string; confidence: number; isNew: boolean } | null {
  const quoted = quotesFor(lookup, input);
  if (quoted === null) return null;
  const added = quoted.sources.map((source) => ({ source, ...list.add(source) }));
  const fresh = added.filter(({ isNew }) => isNew);
  const known = [...new Set(added.flatMap(({ number, isNew }) => (isNew ? [] : [`[${number}]`])))].join('');
  const paragraphs = fresh.map(({ source, number }) => cited(source.text, number));
  if (known)
    paragraphs.push(fresh.length > 0 ? `See also above ${known}.` : `This is covered above ${known}.`);
  return { text: paragraphs.join('\n\n'), confidence: quoted.confidence, isNew: fresh.length > 0 };
}

/** What a person is told who has to complete a point: where the knowledge base comes nearest. */
function missingFor(lookup: Lookup | undefined, input: SectionInput): string {
  const nearest = lookup?.passages[0];
  if (!lookup || !nearest || nearest.score < NEAR) return NOTHING_FOUND;
  const { lacks, sources } = draftFor(lookup, input);
  if (lacks === 'AGREEMENT') {
    const places = sources.map((source) => `“${plainText(placeOf(source), 160)}”`);
    return `the sources in the knowledge base differ on this: ${[...new Set(places)].join(' and ')}.`;
  }
  return `the knowledge base does not answer this as a whole. It comes nearest in “${plainText(placeOf(nearest), 160)}”.`;
}
