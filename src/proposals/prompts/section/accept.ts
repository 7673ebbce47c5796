import { harmless } from '../../../grounding/index.js';
import { draftAnswerTask } from '../../../rfp/index.js';
import { plainText, toBeCompleted, withinSection } from '../../markdown.js';
import { withoutInventedPrices } from '../../prices.js';
import { sectionSource } from '../../sources.js';
import { shownPassages } from './prompt.js';
import { NOTHING_FOUND } from './rules.js';
import type { SectionReply } from './schema.js';
import type { DraftedSection, SectionInput } from './types.js';

const MOST_MISSING = 20;
const UNPRICED = 'a price stood here that the knowledge base does not state.';

/**
 * Takes a model's section as far as its quotes exist, as drafts of answers are taken. A statement with a price that no
 * quote names is taken out. Without any quote left the section needs a person, whatever it claims.
 */
export function acceptSection(reply: SectionReply, input: SectionInput): DraftedSection {
  const { title, purpose, clientName, industry, guidance, requirements, needsInputBelow } = input;
  const draft = draftAnswerTask.accept(
    { answer: withinSection(reply.content), quotes: reply.quotes, sufficient: true },
    {
      question: [title, ...requirements.map(({ text }) => text)].join('\n'),
      kind: 'question',
      section: null,
      context: null,
      guidance,
      clientName,
      industry,
      passages: shownPassages(input),
      needsInputBelow,
    },
  );
  const written = reply.content.trim() === '' ? '' : draft.text;
  const priced = withoutInventedPrices(
    written,
    draft.sources.map(({ text }) => text),
  );
  const known = new Set(requirements.map(({ position }) => position));
  const covered =
    draft.sources.length > 0 ? [...new Set(reply.covered)].filter((position) => known.has(position)) : [];
  const missing = [
    ...reply.missing.slice(0, MOST_MISSING).map((what) => plainText(harmless(what, []), 400)),
    ...(priced.removed > 0 ? [UNPRICED] : []),
  ].filter(Boolean);
  const open = requirements.filter(({ position }) => !covered.includes(position));
  // A requirement that is neither covered nor named as missing must not go under.
  const unsaid = missing.length > 0 ? [] : open.map(({ text }) => `“${plainText(text, 200)}”`);
  const todos = [...missing, ...unsaid].map(toBeCompleted);
  const parts = [priced.text, ...todos].filter(Boolean);
  return {
    content:
      parts.length > 0 ? parts.join('\n\n') : toBeCompleted(`${plainText(purpose)} Here ${NOTHING_FOUND}`),
    sources: draft.sources.map(sectionSource),
    confidence: draft.confidence,
    status: draft.sources.length > 0 && todos.length === 0 ? 'DRAFTED' : 'NEEDS_INPUT',
    covered: covered.sort((a, b) => a - b),
  };
}
