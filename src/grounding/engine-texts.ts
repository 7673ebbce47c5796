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

export const SOURCES_DIFFER =
  'The sources in the knowledge base differ on this. Somebody who knows has to decide which one holds.';

/** @param place of the passage: its title and section */
export const nearestPassage = (place: string) => `The nearest passage found (${place}):`;

/** @param whose "the buyer's wording", "a plan" */
export const whatWasFound = (whose: string, place: string) => `What was found is ${whose} (${place}):`;

/** @param difference see `differenceOf` */
export const whatDiffers = (difference: string) => `What differs: ${difference}.`;

/** @param parts of the question, in its words */
export const notAnswered = (parts: readonly string[]) =>
  `Not answered by the knowledge base: ${parts.map((part) => `“${part}”`).join(', ')}.`;

const WHOLE = [NOTHING_FOUND, NOT_SUFFICIENT, CONTRADICTORY, SOURCES_DIFFER];
const MISSING = /Not answered by the knowledge base: (“[^\n]*”)\./;

/** Whether a sentence is one of the engine's own. */
export const isEngineText = (sentence: string): boolean =>
  /^(?:The nearest passage found \(.*\):|What was found is .*\(.*\):|What differs: .* against .*\.|What differs: one denies what the other states\.|According to “.*”, in use since \d{4}-\d\d-\d\d:|Not answered by the knowledge base: “.*”\.)$/s.test(
    sentence,
  ) ||
  (sentence.length > 20 && WHOLE.some((text) => text.includes(sentence)));

/** The part of the question that an answer says the knowledge base does not answer, quoted; null where it says no such thing. */
export const missingPart = (answer: string): string | null => MISSING.exec(answer)?.[1] ?? null;

/** What an answer shows that was found and is no evidence; null where it shows none. */
export const foundIn = (answer: string): string | null =>
  answer.startsWith(`${NOT_SUFFICIENT}\n\nWhat was found is `)
    ? answer.slice(NOT_SUFFICIENT.length).trim()
    : null;

/** Whether an answer says that approved answers, or sources, contradict each other. */
export const saysContradictory = (answer: string): boolean =>
  answer.includes(CONTRADICTORY) || answer.includes(SOURCES_DIFFER);

/** Whether an answer holds a text by which the engine says that it has no answer, or not all of it. */
export const saysNothing = (answer: string): boolean =>
  WHOLE.some((text) => answer.includes(text)) || missingPart(answer) !== null;
