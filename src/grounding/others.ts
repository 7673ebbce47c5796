import type { Hit } from '../knowledge/index.js';

/** Parties that a passage introduces by name. */
export interface Others {
  names: string[];
  /** Whether it stands under the heading of a case: "the company" is then whoever it is about. */
  isCase: boolean;
}

const NAME = String.raw`(\p{Lu}[\p{L}\d]*(?:[ &-]+\p{Lu}[\p{L}\d]*){0,3})`;
const PARTY =
  '(?:partner|provider|supplier|vendor|customer|client|host|subcontractor|contractor|subprocessor|processor|reseller|distributor|insurer|auditor|competitor|(?:parent|sister|holding) company)';
/** "our partner Genolab", "Genolab, our partner", "Genolab is one of our partners". */
const INTRODUCED = [
  new RegExp(String.raw`\b[Oo]ur (?:[\p{L}]+[ -]){0,3}${PARTY}s?,? ${NAME}`, 'gu'),
  new RegExp(
    String.raw`${NAME}(?:, |,? which is | is | \()(?:our|one of our) (?:[\p{L}]+[ -]){0,3}${PARTY}s?\b`,
    'gu',
  ),
];
const CASE =
  /\b(?:[Cc]ase [Ss]tud(?:y|ies)|(?:[Cc]ustomer|[Cc]lient|[Ss]uccess) [Ss]tor(?:y|ies)|[Rr]eference (?:[Cc]ustomers?|[Cc]lients?|[Pp]rojects?)|[Cc]ustomer [Rr]eferences?)\b/u;
const OF_CASE = new RegExp(String.raw`${CASE.source}\W{1,4}${NAME}`, 'gu');
const THE_COMPANY =
  /^(?:[-*•]\s*)?(?:they|the (?:company|customer|client|group|firm|bank|retailer|manufacturer|hospital|city|agency|university|insurer))\b/i;

export function othersIn({ text, section }: Pick<Hit, 'text' | 'section'>): Others {
  const above = section ?? '';
  const introduced = INTRODUCED.flatMap((words) => [...text.matchAll(words)].map(([, name]) => name!));
  const ofCase = [...above.matchAll(OF_CASE)].map((match) => match.at(-1)!);
  return { names: [...introduced, ...ofCase], isCase: CASE.test(above) };
}

/** Whether a sentence speaks of one of them: what our partner, or a customer of whom a case tells, holds is not ours. */
export function isOfOther(sentence: string, { names, isCase }: Others): boolean {
  const bare = sentence.replace(/^[-*•\s]+(?:The )?/u, '');
  return names.some((name) => bare.startsWith(`${name} `)) || (isCase && THE_COMPANY.test(sentence));
}
