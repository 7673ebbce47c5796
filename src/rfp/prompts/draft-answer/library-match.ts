import {
  agree,
  CONTRADICTORY,
  cited,
  confidenceOf,
  differenceOf,
  harmless,
  INSUFFICIENT_AT_MOST,
  inQuoteBlock,
  nearlyExactQuestion,
  readingOf,
  sourceOf,
  supportOf,
  whatDiffers,
} from '../../../grounding/index.js';
import { type Hit, hasPlaceholder, isEvidence, voiceOf } from '../../../knowledge/index.js';
import type { DraftAnswerInput, DraftedAnswer } from './types.js';

interface Match {
  hit: Hit;
  similarity: number;
}

/**
 * The approved answer of the library to the very question that is asked, word for word, so that nobody has to draft it
 * again. Of several that agree the one whose question is nearest, of equals the newest.
 *
 * Where they contradict each other none is taken, and the answer says so. Where they are merely different, none is
 * taken either: which one fits has to be read, and that is drafting.
 *
 * @param input passages: all that were found; the ones that are no pairs are left aside
 * @returns null where the library has no such answer
 */
export function answerFromLibrary(
  input: Pick<DraftAnswerInput, 'question' | 'context' | 'passages'>,
): DraftedAnswer | null {
  const [best, ...others] = matchesOf(input);
  if (!best) return null;
  const reading = readingOf(best.hit.text);
  const readings = others.map(({ hit }) => ({ hit, reading: readingOf(hit.text) }));
  for (const other of readings) {
    const difference = differenceOf(reading, other.reading);
    if (difference !== null) return contradictory(best.hit, other.hit, difference);
  }
  return readings.every((other) => agree(reading, other.reading)) ? reused(best) : null;
}

/** Pairs that ask the same, nearest first, newest first among equals. */
function matchesOf({
  question,
  context,
  passages,
}: Pick<DraftAnswerInput, 'question' | 'context' | 'passages'>) {
  // "Backups" under "Describe for the mobile application:" asks something else than "Backups".
  const asked = context === null ? question : `${context} ${question}`;
  return passages
    .flatMap((hit): Match[] => {
      const similarity =
        hit.question === null || !isOurAnswer(hit) ? null : nearlyExactQuestion(asked, hit.question);
      return similarity === null ? [] : [{ hit, similarity }];
    })
    .sort((a, b) => b.similarity - a.similarity || (a.hit.itemId < b.hit.itemId ? 1 : -1));
}

/** What we state or deny; neither somebody else's words nor what is planned, asked or still to be filled in. */
const isOurAnswer = (hit: Hit) =>
  hit.text.trim() !== '' && isEvidence(voiceOf(hit)) && !hasPlaceholder(hit.text);

function reused({ hit, similarity }: Match): DraftedAnswer {
  const text = cited(textOf(hit), 1);
  const sources = [sourceOf(hit, trimmed(hit.text))];
  return {
    text,
    sources,
    sentences: supportOf(text, sources).sentences,
    confidence: confidenceOf({
      score: hit.score,
      coverage: 1,
      pick: null,
      sameQuestion: similarity,
      dropped: 0,
      supported: 1,
      sufficient: true,
    }),
    status: 'APPROVED_MATCH',
  };
}

function contradictory(a: Hit, b: Hit, difference: string): DraftedAnswer {
  const quoted = [a, b].map((hit, i) => inQuoteBlock(cited(textOf(hit), i + 1)));
  const text = [CONTRADICTORY, whatDiffers(difference), ...quoted].join('\n\n');
  const sources = [a, b].map((hit) => sourceOf(hit, trimmed(hit.text)));
  const { sentences } = supportOf(text, sources);
  return { text, sources, sentences, confidence: INSUFFICIENT_AT_MOST, status: 'NEEDS_INPUT' };
}

const textOf = ({ text }: Hit) => harmless(text, [text]).trim();

function trimmed(text: string) {
  const start = text.length - text.trimStart().length;
  return { start, end: start + text.trim().length };
}
