import { turnsMeaning } from '../../../grounding/index.js';
import { isEvidence, sentencesOf, sentenceVoice, voiceOf } from '../../../knowledge/index.js';
import { cited, plainText, TO_BE_COMPLETED, toBeCompleted, wordCount } from '../../markdown.js';
import { type SectionSource, SourceList } from '../../sources.js';
import type { DraftedSection } from '../section/index.js';
import type { SummarizedSection, SummaryInput } from './types.js';

const LONGEST_SENTENCE = 45;

/** Sums up by quoting: for each section with sources the first sentence of its first one, and what is still open. */
export function summarizeByRules(input: SummaryInput): DraftedSection {
  const { clientName, requirements, sections } = input;
  const list = new SourceList();
  const drafted = sections.filter(({ kind, sources }) => kind === 'TEXT' && sources.length > 0);
  const points = drafted.flatMap((section) => {
    const quote = leadOf(section);
    if (!quote) return [];
    const { number } = list.add(quote);
    return [`- **${plainText(section.title)}:** ${cited(quote.text.replace(/\s+/g, ' '), number)}`];
  });
  const paragraphs = [
    introduction(clientName, requirements, drafted.length),
    points.join('\n'),
    openLine(sections),
  ];
  const trust = drafted.map(({ confidence }) => confidence);
  return {
    content: paragraphs.filter(Boolean).join('\n\n'),
    sources: list.sources,
    confidence:
      Math.round(100 * (trust.reduce((sum, one) => sum + one, 0) / Math.max(1, trust.length))) / 100,
    status: points.length > 0 ? 'DRAFTED' : 'NEEDS_INPUT',
    covered: [],
  };
}

function introduction(
  clientName: string,
  { total, covered }: SummaryInput['requirements'],
  sections: number,
): string {
  if (sections === 0) return toBeCompleted('no section could be drafted from the knowledge base yet.');
  const client = plainText(clientName, 200);
  if (total === 0) return `This proposal to ${client} sums up what we offer:`;
  const points = total === 1 ? 'the one point' : `the ${total} points`;
  return `Of ${points} that ${client} asks for, this proposal answers ${covered}. In short:`;
}

/** A sentence of the section's sources that can stand by itself, with the one that limits it, as a source of its own. */
function leadOf({ sources }: SummarizedSection): SectionSource | null {
  for (const source of sources) {
    const [span, next] = sentencesOf(source.text);
    if (!span) continue;
    const sentence = source.text.slice(span.start, span.end);
    if (!/[.!]$/.test(sentence) || /^[|>#]/.test(sentence)) continue;
    const voice = voiceOf(source);
    if (voice === null || !isEvidence(sentenceVoice(sentence, voice))) continue;
    const isLimited = next !== undefined && turnsMeaning(source.text.slice(next.start, next.end));
    const text = source.text.slice(span.start, isLimited ? next.end : span.end);
    if (wordCount(text) > LONGEST_SENTENCE) continue;
    const start = source.start === null ? null : source.start + span.start;
    return { ...source, text, start, end: start === null ? null : start + text.length };
  }
  return null;
}

/** Which sections a person has to complete. */
export function openLine(sections: readonly SummarizedSection[]): string {
  const open = sections.filter(
    ({ content, status }) => status === 'FAILED' || content.includes(TO_BE_COMPLETED),
  );
  if (open.length === 0) return '';
  const titles = open.map(({ title }) => plainText(title)).join(', ');
  return toBeCompleted(
    open.length === 1 ? `the section ${titles} has open points.` : `the sections ${titles} have open points.`,
  );
}
