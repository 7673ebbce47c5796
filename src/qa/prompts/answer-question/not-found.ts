import { harmless } from '../../../grounding/index.js';
import type { AnswerQuestionInput, QuestionAnswered } from './types.js';

const MOST_NAMED = 3;
const QUOTED_LENGTH = 240;

/**
 * Says plainly that the knowledge base has no answer, what was searched, and what came nearest. Never more.
 * @param found what speaks of it without being a statement of ours, with what it is
 */
export function notFound(
  { query, question, passages }: AnswerQuestionInput,
  found: string | null = null,
): QuestionAnswered {
  const parts = [
    `I don't know. The knowledge base holds no answer to this.`,
    ...(found === null ? [] : [found]),
    `Searched for: ${harmless(oneLine(query), [question])}`,
  ];
  const nearest = passages.slice(0, MOST_NAMED);
  if (nearest.length === 0) parts.push('No passage came near.');
  else parts.push('The nearest passages, none of which answers it:', nearest.map(named).join('\n'));
  parts.push(
    'Somebody who knows can answer it; sent to the answer library, the answer is found the next time.',
  );
  return { text: parts.join('\n\n'), sources: [], confidence: 0, status: 'NOT_FOUND' };
}

function named({ title, section, text }: AnswerQuestionInput['passages'][number]): string {
  const place = [title, section].filter(Boolean).join(', ');
  const beginning = oneLine(text);
  const shown = beginning.length > QUOTED_LENGTH ? `${cut(beginning)} …` : beginning;
  return `- ${harmless(oneLine(place), [])}: “${harmless(shown, [text])}”`;
}

const cut = (text: string) =>
  text
    .slice(0, QUOTED_LENGTH)
    .replace(/\s+\S*$/, '')
    .toWellFormed();
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
