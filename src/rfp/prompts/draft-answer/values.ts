import { saidIn } from '../../../grounding/index.js';

/** A value that a statement gives, in a form in which two of them can be compared. */
export interface Value {
  /** What can be compared with what: a duration with a duration, a count of ships with a count of ships. */
  kind: string;
  normal: string;
  /** As it stands there. */
  shown: string;
}

const WORDS =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );
const AMOUNT = `(\\d+(?:,\\d{3})*(?:\\.\\d+)?|half an?|an?|${WORDS.join('|')}|thirty|forty|fifty|sixty|ninety|hundred)`;
const TENS: Record<string, number> = {
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  ninety: 90,
  hundred: 100,
  a: 1,
  an: 1,
};
const HOURS: Record<string, number> = {
  second: 1 / 3600,
  minute: 1 / 60,
  hour: 1,
  day: 24,
  week: 168,
  month: 730,
  quarter: 2190,
  year: 8760,
};
const UNIT = '(second|minute|hour|day|week|month|quarter|year)s?';

function amountOf(text: string): number {
  const word = text.toLowerCase();
  if (word.startsWith('half')) return 0.5;
  const at = WORDS.indexOf(word);
  return at >= 0 ? at + 1 : (TENS[word] ?? Number(word.replaceAll(',', '')));
}

const hours = (amount: number, unit: string) =>
  String(Math.round(amount * HOURS[unit.toLowerCase()]! * 100) / 100);

const DAY = 'mon|tues|wednes|thurs|fri|satur|sun';
const CLOCK = '\\d{1,2}(?:[:.]\\d{2})?\\s?(?:[ap]\\.?m\\.?)?';
const PER_YEAR: Record<string, number> = {
  dai: 365,
  night: 365,
  week: 52,
  month: 12,
  quarter: 4,
  annual: 1,
  year: 1,
  hour: 8760,
};
const TIMES: Record<string, number> = { once: 1, twice: 2 };

type Reader = [kind: string, words: RegExp, normal: (match: RegExpMatchArray) => string];

/** In this order: what one has read, the next ones do not read again. */
const READERS: readonly Reader[] = [
  [
    'hours',
    /\b(?:around|round) the clock\b(?: on every day of the year)?|\b24\s?(?:\/|x|×|by)\s?7(?:\s?(?:\/|x)\s?365)?|\b24 hours a day(?:,? (?:seven|7) days a week)?|\b(?:seven|7) days a week|\b(?:on )?every day of the year/gi,
    () => 'always',
  ],
  [
    'hours',
    new RegExp(
      `\\b(?<!(?:\\d|${WORDS.join('|')})[ -])(?:(?:on )?(?:weekdays|business days|working days)|(?:during )?(?:business|office|working) hours|(?:from )?(?:${DAY})(?:day)?s? (?:to|through|until|[-–]) (?:${DAY})(?:day)?s?)(?:,? (?:only )?(?:from |between )?${CLOCK} ?(?:to|and|until|[-–]) ?${CLOCK})?`,
      'gi',
    ),
    (match) =>
      match[0]
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, ' ')
        .replace(/\b(?:on|from|between|during|only)\b/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
  ],
  [
    'frequency',
    new RegExp(`\\b(once|twice|(?:${WORDS.join('|')}|\\d+) times) (?:a|an|per|every|each) ${UNIT}`, 'gi'),
    ([, times, unit]) =>
      perYear(
        (TIMES[times!.toLowerCase()] ?? amountOf(times!.split(' ')[0]!)) *
          (8760 / HOURS[unit!.toLowerCase()]!),
      ),
  ],
  [
    'frequency',
    new RegExp(
      `\\b(?:every|each|per) (?:${AMOUNT} )?(second|minute|hour|day|night|week|month|quarter|year)s?\\b`,
      'gi',
    ),
    ([, amount, unit]) =>
      perYear(8760 / ((amount ? amountOf(amount) : 1) * HOURS[unit!.toLowerCase().replace('night', 'day')]!)),
  ],
  [
    'frequency',
    /\b(dai|night|hour|week|month|quarter|annual|year)ly\b|\bannual(?= )/gi,
    ([word]) => perYear(PER_YEAR[word!.toLowerCase().replace(/ly$/, '')] ?? 1),
  ],
  [
    'duration',
    new RegExp(`\\b${AMOUNT}[- ](?:\\(\\d+\\) )?(?:(?:business|working|calendar) )?${UNIT}\\b`, 'gi'),
    ([, a, u]) => hours(amountOf(a!), u!),
  ],
  ['share', /(\d+(?:\.\d+)?)\s?(?:%|percent\b|per cent\b)/gi, ([, n]) => String(Number(n))],
  [
    'money',
    /(?:([$€£])\s?|\b(USD|EUR|GBP|CHF)\s)(\d+(?:[.,]\d+)*)/gi,
    ([, a, b, n]) => `${a ?? b} ${n!.replaceAll(',', '')}`,
  ],
  [
    'money',
    /(\d+(?:[.,]\d+)*) ?(USD|EUR|GBP|CHF|dollars|euros?|€)/gi,
    ([, n, c]) => `${c} ${n!.replaceAll(',', '')}`,
  ],
  ['year', /\b(?:in|since|from|of) ((?:19|20)\d\d)\b/g, ([, year]) => year!],
  ['size', /(\d+(?:\.\d+)?)\s?([kmgtp]b)\b/gi, ([, n, u]) => `${n} ${u!.toLowerCase()}`],
];

const perYear = (times: number) => String(Math.round(times));
const COUNT = new RegExp(
  `(?<![\\p{L}\\d.:/-])${AMOUNT.replace('half an?|an?|', '')} (?:[a-z-]+ )?([a-z]{3,}s|character)\\b`,
  'giu',
);
const VERSION = /\b(\p{Lu}[\p{L}]+)[- ]?(\d+(?:\.\d+)*)\b/gu;

/** The values in a statement, and the statement without them. */
export function valuesIn(text: string): { values: Value[]; rest: string } {
  const values: Value[] = [];
  let rest = text;
  const read = (
    kind: string | null,
    words: RegExp,
    normal: (match: RegExpMatchArray) => [string, string],
  ) => {
    rest = rest.replace(words, (...args) => {
      const match = args.slice(
        0,
        args.findIndex((arg) => typeof arg === 'number'),
      ) as unknown as RegExpMatchArray;
      const [of, value] = normal(match);
      values.push({ kind: kind ?? of, normal: value, shown: match[0].trim() });
      return ' ';
    });
  };
  for (const [kind, words, normal] of READERS) read(kind, words, (match) => [kind, normal(match)]);
  read(null, COUNT, ([, amount, noun]) => [
    `count of ${noun!.toLowerCase().replace(/s$/, '')}`,
    String(amountOf(amount!)),
  ]);
  read(null, VERSION, ([, name, number]) => [`version of ${name!.toLowerCase()}`, number!]);
  return { values, rest };
}

export const isNegated = (text: string): boolean => saidIn(text).negated;
