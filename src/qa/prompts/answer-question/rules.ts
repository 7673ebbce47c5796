import { contentStems } from '../../../knowledge/index.js';
import { type DraftedAnswer, draftByRules } from '../../../rfp/index.js';
import { answeredBy, draftInputOf } from './drafting.js';
import type { AnswerQuestionInput, QuestionAnswered } from './types.js';

/** The share of the words taken over from the question before that the evidence has to speak of. */
const ENOUGH_CARRIED = 0.3;

/**
 * Answers with sentences quoted from the passages, or with the approved answer of a pair that asks the same; where the
 * evidence is weak, not at all.
 */
export function answerByRules(input: AnswerQuestionInput): QuestionAnswered {
  return answeredBy(sufficient(input) ?? sufficient(withoutIdleWords(input)), input);
}

function sufficient(input: AnswerQuestionInput | null): DraftedAnswer | null {
  if (input === null) return null;
  const draft = draftByRules(draftInputOf(input));
  return draft.status === 'NEEDS_INPUT' ? null : draft;
}

/**
 * Of what the question before was about, only some belongs to this one: "And for backups?" after "How is customer data
 * encrypted?" is about encryption, not about customers. Words that no near passage says are left out, as long as enough
 * of them are left to tell what is asked.
 */
function withoutIdleWords(input: AnswerQuestionInput): AnswerQuestionInput | null {
  const { question, carried, passages } = input;
  const best = passages[0];
  if (carried.length === 0 || best === undefined) return null;
  const own = contentStems(question);
  // Where the passage does not speak of the question's own words, it is about what was asked before.
  const about = passages.filter(({ text, title, section, question: asked }) => {
    const stems = contentStems(`${title} ${section ?? ''} ${asked ?? ''} ${text}`);
    return [...own].some((stem) => stems.has(stem));
  });
  const said = contentStems(about.map(({ text, question: asked }) => `${asked ?? ''} ${text}`).join('\n'));
  const kept = carried.filter((word) => [...contentStems(word)].some((stem) => said.has(stem)));
  if (kept.length === carried.length || kept.length < carried.length * ENOUGH_CARRIED) return null;
  return { ...input, query: `${question} (${kept.join(' ')})`, passages: about };
}
