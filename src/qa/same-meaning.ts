/**
 * Whether two questions that are near in meaning can be the same one. Vectors hardly tell apart what differs in a number,
 * a name or a "not", which is all the difference there is to an answer; so those must be the same.
 */
export const mayBeTheSame = (a: string, b: string): boolean => {
  const [left, right] = [marksOf(a), marksOf(b)];
  return left.size === right.size && [...left].every((mark) => right.has(mark));
};

const NEGATIONS = /\b(?:not|no|never|none|nor|neither|without|except|unless|cannot)\b|n['’]t\b/gi;
const NUMBERS = /\d+(?:[.,:]\d+)*/g;
/** "EU", "AES", "IPv6"; and names, unless they begin a sentence. */
const ACRONYMS = /\b\p{L}*\p{Lu}\p{L}*\p{Lu}\p{L}*\b/gu;
const NAMES = /(?<![.!?:]\s*|^\s*)(?<=\s)\p{Lu}\p{Ll}[\p{L}-]*/gu;

function marksOf(question: string): Set<string> {
  const marks = [NUMBERS, ACRONYMS, NAMES].flatMap((pattern) => question.match(pattern) ?? []);
  const isNegated = (question.match(NEGATIONS)?.length ?? 0) % 2 === 1;
  return new Set([...marks.map((mark) => mark.toLowerCase()), ...(isNegated ? ['not'] : [])]);
}
