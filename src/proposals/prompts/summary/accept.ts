import { harmless } from '../../../grounding/index.js';
import { withinSection } from '../../markdown.js';
import type { DraftedSection } from '../section/index.js';
import { openLine } from './rules.js';
import type { SummaryReply } from './schema.js';
import type { SummarizedSection, SummaryInput } from './types.js';

const NUMBER = /\d+(?:[.,]\d+)*/g;

/**
 * Takes a model's summary as far as it rests on sections: a paragraph that names none, or that holds a number which
 * none of the sections it names has, is dropped.
 */
export function acceptSummary({ paragraphs }: SummaryReply, input: SummaryInput): DraftedSection {
  const known = new Map(input.sections.map((section) => [section.position, section]));
  const kept = paragraphs.flatMap(({ text, sections }) => {
    const named = sections.flatMap((position) => known.get(position) ?? []);
    const unmarked = text.replace(/(?<!\s)\s*\[\d{1,3}\](?!\()/g, '');
    const stated = named.map(({ content }) => content);
    const shown = withinSection(harmless(unmarked, stated));
    return shown && named.length > 0 && isStated(shown, named, input) ? [{ shown, named }] : [];
  });
  const trust = kept.flatMap(({ named }) => named.map(({ confidence }) => confidence));
  const parts = [...kept.map(({ shown }) => shown), openLine(input.sections)].filter(Boolean);
  return {
    content: parts.join('\n\n'),
    sources: [],
    confidence:
      Math.round(100 * (trust.reduce((sum, one) => sum + one, 0) / Math.max(1, trust.length))) / 100,
    status: kept.length > 0 && kept.length === paragraphs.length ? 'DRAFTED' : 'NEEDS_INPUT',
    covered: [],
  };
}

function isStated(
  text: string,
  named: SummarizedSection[],
  { clientName, requirements }: SummaryInput,
): boolean {
  const stated = new Set([
    ...named.flatMap(({ title, content }) => `${title}\n${content}`.match(NUMBER) ?? []),
    ...(clientName.match(NUMBER) ?? []),
    String(requirements.total),
    String(requirements.covered),
  ]);
  return (text.match(NUMBER) ?? []).every((number) => stated.has(number));
}
