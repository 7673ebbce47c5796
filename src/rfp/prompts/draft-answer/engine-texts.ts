/*
 * What the engine says on its own account. None of it claims anything about the vendor, and none of it is knowledge:
 * it is never checked for support and never kept in the answer library.
 */

export const NOTHING_FOUND =
  'The knowledge base holds nothing on this. Somebody who knows has to answer it; adding the answer to the ' +
  'knowledge base makes it available the next time.';

export const NOT_SUFFICIENT =
  'The knowledge base holds no sufficient answer to this. Somebody who knows has to answer it.';

export const CONTRADICTORY =
  'The answer library holds approved answers to this question that contradict each other. Somebody who knows has to ' +
  'decide which one holds.';

/** @param place of the passage: its title and section */
export const nearestPassage = (place: string) => `The nearest passage found (${place}):`;

/** @param difference see `differenceOf` */
export const whatDiffers = (difference: string) => `What differs: ${difference}.`;

const WHOLE = [NOTHING_FOUND, NOT_SUFFICIENT, CONTRADICTORY];

/** Whether a sentence is one of the engine's own. */
export const isEngineText = (sentence: string): boolean =>
  /^(?:The nearest passage found \(.*\):|What differs: .* against .*\.|What differs: one denies what the other states\.)$/s.test(
    sentence,
  ) ||
  (sentence.length > 20 && WHOLE.some((text) => text.includes(sentence)));

/** Whether an answer holds a text by which the engine says that it has no answer. */
export const saysNothing = (answer: string): boolean => WHOLE.some((text) => answer.includes(text));
