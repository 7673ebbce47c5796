import { sentencesOf } from '../knowledge/index.js';

/** A measured thing that an answer states once and clearly. */
export interface Fact {
  /** What is measured, for the user: "uptime". */
  measure: string;
  /** In one unit per measure: percent, hours, or a count. */
  value: number;
  /** As the answer has it: "99.9%". */
  shown: string;
}

interface Measure {
  name: string;
  /** Names the thing; must stand in the same sentence, at most a clause away from the value. */
  about: RegExp;
  value: RegExp;
  read: (match: RegExpMatchArray) => number;
}

const NUMBERS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const AMOUNT = `(\\d+(?:,\\d{3})*(?:\\.\\d+)?|${NUMBERS.slice(1).join('|')})`;
const HOURS: Record<string, number> = { minute: 1 / 60, hour: 1, day: 24, week: 168, month: 730, year: 8760 };

const amount = (text: string) => {
  const word = NUMBERS.indexOf(text.toLowerCase());
  return word >= 0 ? word : Number(text.replaceAll(',', ''));
};
const PERCENT = {
  value: /(\d{1,3}(?:\.\d+)?)\s?(?:%|percent\b)/gi,
  read: (m: RegExpMatchArray) => Number(m[1]),
};
const TIME = {
  value: new RegExp(`\\b${AMOUNT}[- ](?:calendar |business )?(minute|hour|day|week|month|year)s?\\b`, 'gi'),
  read: (m: RegExpMatchArray) => amount(m[1]!) * HOURS[m[2]!.toLowerCase()]!,
};
const YEAR = { value: /\b((?:19|20)\d\d)\b/g, read: (m: RegExpMatchArray) => Number(m[1]) };
const count = (what: string) => ({
  value: new RegExp(`(?<![\\d.])${AMOUNT} (?:[a-z-]+ ){0,2}?(?:${what})\\b`, 'gi'),
  read: (m: RegExpMatchArray) => amount(m[1]!),
});

const MEASURES: readonly Measure[] = [
  { name: 'uptime', about: /\b(?:up-?time|availability|available)\b/i, ...PERCENT },
  { name: 'recovery time objective', about: /\brecovery time objective|\bRTO\b/i, ...TIME },
  { name: 'recovery point objective', about: /\brecovery point objective|\bRPO\b/i, ...TIME },
  {
    name: 'retention of logs',
    about: /\blogs?\b.*\b(?:kept|retain\w*|retention|stored)\b|\bretention of .*\blogs?\b/i,
    ...TIME,
  },
  {
    name: 'retention of backups',
    about: /\bback-?ups?\b.*\b(?:kept|retain\w*|retention|stored)\b/i,
    ...TIME,
  },
  { name: 'rotation of keys', about: /\bkeys?\b.*\brotat\w*/i, ...TIME },
  {
    name: 'notice of a breach',
    about:
      /\b(?:notif\w*|told|inform\w*)\b.*\b(?:breach|incident)|\b(?:breach|incident)\w*\b.*\b(?:notif\w*|told|inform\w*)/i,
    ...TIME,
  },
  { name: 'warranty period', about: /\bwarranty (?:period|of|for|lasts)\b/i, ...TIME },
  { name: 'year of foundation', about: /\b(?:founded|established|incorporated) in\b/i, ...YEAR },
  {
    name: 'number of employees',
    about: /\b(?:employ\w*|staff)\b/i,
    ...count('employees|staff(?: members)?|people'),
  },
];

/**
 * What an answer states of the known measures. A measure with several values in one answer is left out: tiers,
 * severities and exceptions are not contradictions, and rules cannot tell which value is meant.
 */
export function factsOf(answer: string): Fact[] {
  const sentences = sentencesOf(answer).map(({ start, end }) => answer.slice(start, end));
  return MEASURES.flatMap(({ name, about, value, read }) => {
    const facts = sentences
      .filter((sentence) => about.test(sentence))
      .flatMap((sentence) =>
        valuesNear(sentence, about, value).map((match) => ({
          measure: name,
          value: read(match),
          shown: match[0],
        })),
      );
    const distinct = new Set(facts.map(({ value }) => value));
    return distinct.size === 1 ? [facts[0]!] : [];
  });
}

/** Of several values in a sentence those in the clause that names the measure. */
function valuesNear(sentence: string, about: RegExp, value: RegExp): RegExpMatchArray[] {
  const clauses = sentence.split(/(?:;|, (?:and|while|whereas|but)|\band (?=(?:the|a|an|our|its)\b))/i);
  const own = clauses.filter((clause) => about.test(clause)).flatMap((clause) => [...clause.matchAll(value)]);
  return own.length > 0 ? own : [...sentence.matchAll(value)];
}
