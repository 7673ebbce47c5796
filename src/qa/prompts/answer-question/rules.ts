import { contentStems, type Hit } from '../../../knowledge/index.js';
import { draftByRules } from '../../../rfp/index.js';
import { namingWords, stemOf } from '../rewrite-question/index.js';
import { answeredBy, draftInputOf } from './drafting.js';
import type { AnswerQuestionInput, QuestionAnswered } from './types.js';

/** The share of the words taken over from the question before that the evidence has to speak of. */
const ENOUGH_CARRIED = 0.3;
/** The share of a follow-up's own words. */
const ENOUGH_OWN = 0.5;

/**
 * Answers with sentences quoted from the passages, or with the approved answer of a pair that asks the same; where the
 * evidence is weak, not at all.
 */
export function answerByRules(input: AnswerQuestionInput): QuestionAnswered {
  const readings = input.carried.length === 0 ? [input] : readingsOf(input);
  for (const reading of readings) {
    const draft = draftByRules(draftInputOf(reading));
    const said = draft.sources.map(({ text, title, section }) => `${title} ${section ?? ''} ${text}`);
    if (draft.status !== 'NEEDS_INPUT' && speaksOf(said.join('\n'), ownWords(input)) >= ENOUGH_OWN)
      return answeredBy(draft, input);
  }
  return answeredBy(null, input);
}

/** What a follow-up names by itself. What it took over would else be answered once more in its place. */
const ownWords = ({ question, carried }: AnswerQuestionInput) =>
  carried.length === 0 ? [] : namingWords(question);

/**
 * A follow-up as it was completed, and without those of the words taken over that are idle: "And for backups?" after
 * "How is customer data encrypted?" is about encryption, not about customers. Idle is what no passage says that speaks
 * of the follow-up's own words; enough of the others have to be left to tell what is asked.
 */
function readingsOf(input: AnswerQuestionInput): AnswerQuestionInput[] {
  const { question, carried, passages } = input;
  const own = ownWords(input);
  const near = own.length === 0 ? passages : passages.filter((hit) => speaksOf(allOf(hit), own) > 0);
  const said = near.map(({ text, question: asked }) => `${asked ?? ''} ${text}`).join('\n');
  const kept = carried.filter((word) => speaksOf(said, [word]) > 0);
  const completed = { ...input, passages: near };
  if (kept.length < carried.length * ENOUGH_CARRIED) return [];
  return [completed, { ...completed, query: `${question} (${kept.join(' ')})` }];
}

const allOf = ({ title, section, question, text }: Hit) =>
  `${title} ${section ?? ''} ${question ?? ''} ${text}`;

/** The share of the words that a text says in some form; 1 where there are none. */
function speaksOf(text: string, words: string[]): number {
  const stems = contentStems(text);
  return words.length === 0 ? 1 : words.filter((word) => stems.has(stemOf(word))).length / words.length;
}
