import { stemsIn } from '../../../grounding/index.js';
import {
  canonicalStem,
  GENERIC_STEMS,
  GENERIC_WEIGHT,
  spelledOut,
  topicWords,
  wordsOf,
} from '../../../knowledge/index.js';

/** What a question asks, as far as its words tell. */
export interface Topic {
  /** In the words of the question. */
  text: string;
  /** What to search for: the text with the subject that the question names first. */
  query: string;
  /** Stems of what it asks about. */
  stems: Set<string>;
  /** Stems of all its words, also of those by which it asks: "response" in "response time". */
  said: Set<string>;
  /** Stems that an answer cannot do without: "27001", "FIPS". */
  keys: Set<string>;
  /** What kind of value it asks for; null where any words may answer. */
  measure: Measure | null;
  asksForList: boolean;
}

const ASKS_FOR_LIST =
  /\b(?:list|enumerate)\b(?! price)|\bname (?:all|the|your) (?:\p{L}+ ){0,3}\p{L}+s\b|\b(?:which|what) (?:\p{L}+ ){0,3}(?!is\b|does\b|was\b|has\b)\p{L}+s (?:are|do|does|can|must|have|will)\b|\bwhat (?:are the|has to be|must be|does (?:\S+ ){1,4}(?:contain|include|cover))\b|\binto which\b/iu;

export type Measure = 'duration' | 'frequency' | 'count';

const ASKED: readonly [Measure, RegExp][] = [
  ['frequency', /\bhow (?:often|frequently|regularly)\b/i],
  [
    'duration',
    /\bhow (?:long|soon|quickly|fast)\b|\b(?:within|in|by|for|after) (?:what|which) (?:time|period|delay)\b|\bwhat (?:is|are) (?:\S+ ){0,5}(?:response|retention|resolution|notice|recovery|storage) (?:times?|periods?|durations?)\b/i,
  ],
  ['count', /\bhow (?:many|much|large|big|old)\b|\bwhat (?:number|percentage|share) of\b/i],
];

const NUMBER =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|hundred|half|several|\\d';
const VALUES: Record<Measure, RegExp> = {
  duration: new RegExp(
    `(?:${NUMBER})[\\w.,]*[- ]?(?:\\([^)]*\\) ?)?(?:[a-z]+ )?(?:second|minute|hour|day|week|month|quarter|year)|\\b(?:immediate|instant|at once|indefinite|permanent|for ?ever|until|as long as|same day|next (?:business |working )?day|real[- ]time|daily|around the clock|never|not kept)`,
    'i',
  ),
  frequency:
    /\b(?:(?:every|each|per|once|twice|times|always|never|not|on demand|ad hoc|24\/7|around the clock)\b|(?:daily|nightly|hourly|weekly|monthly|quarterly|annual|yearly|continuous|real[- ]time|regular|permanent|constantly))/i,
  count: new RegExp(
    `(?<![\\p{L}\\d])(?:${NUMBER}|no|none|all|every|unlimited|thousands?|millions?|dozens?)`,
    'iu',
  ),
};

/** Whether a text holds a value of the kind that is asked for. */
export const givesMeasure = (measure: Measure | null, text: string): boolean =>
  measure === null || VALUES[measure].test(text);

/** Reads a question, or a part of one. */
export function topicOf(question: string): Topic {
  const words = wordsOf(topicWords(spelledOut(question)).join(' '));
  const measure = ASKED.find(([, words]) => words.test(question))?.[0] ?? null;
  return {
    text: question.trim(),
    query: question.trim(),
    stems: new Set(words.map(({ stem }) => canonicalStem(stem))),
    // Tables put it so: "Number of users".
    said: new Set([...stemsIn(question), ...(measure === 'count' ? ['number'] : [])]),
    keys: keysOf(spelledOut(question)),
    measure,
    asksForList: measure === null && ASKS_FOR_LIST.test(question),
  };
}

/** Numbers of standards and abbreviations; in a text of capitals nobody can tell abbreviations. */
function keysOf(question: string): Set<string> {
  const shown = question.match(/[\p{L}\p{N}]+(?:[.,]\d+)*/gu) ?? [];
  const capitals = shown.filter((word) => /^\p{Lu}{2,}$/u.test(word));
  const isShouted = capitals.length * 2 > shown.length;
  const keys = shown.filter(
    (word) =>
      /\d{2,}|\d[.,]\d/.test(word) ||
      (!isShouted && /^(?:\p{Lu}{2,6}s?|\p{Lu}\d{1,2})$/u.test(word) && word !== 'IT'),
  );
  return new Set(keys.flatMap((word) => [...stemsIn(word)]));
}

export const importance = (stem: string) => (GENERIC_STEMS.has(stem) ? GENERIC_WEIGHT : 1);

/** Words that many questions join without asking two things. */
const ONE_THING =
  /\b(?:terms and conditions|policies and procedures|roles and responsibilities|research and development|health and safety|pros and cons|up and running|day and night|backup and (?:recovery|restore)|(?:between|both|from) \S+ and)\b/i;
const ASKS_OPENLY =
  /\?\s*$|^\W*(?:please\s+)?(?:describe|explain|list|name|provide|state|outline|give|tell|specify|detail|summari[sz]e|what|which|who|where|when|why|how|do|does|did|is|are|can|could|will|have|has)\b/i;
/** "Payroll and time: How do you …" asks one thing of a subject. */
const NAMES_SUBJECT = /^[^?]{1,150}:\s+(?=\p{Lu})/u;
const JOINT =
  /\s*;\s*|[?.]\s+(?=\p{Lu})|,?\s+(?:and|as well as|plus)\s+(?:also\s+)?|,\s+(?=(?:how|what|which|who|where|when|whether|your|the)\b)/iu;
const MOST_PARTS = 4;
const LONGEST = 45;

/**
 * The things that a question asks together: "Describe your backups and your penetration tests." A part says something
 * that no other part says.
 * @returns at least one; the question itself where it asks one thing
 */
export function partsOf(asked: string): Topic[] {
  const whole = [topicOf(asked)];
  const question = asked.replace(NAMES_SUBJECT, '');
  const subject = asked.slice(0, asked.length - question.length);
  if (!ASKS_OPENLY.test(question) || ONE_THING.test(question) || wordsOf(question).length > LONGEST)
    return whole;
  const pieces = joined(
    commaLists(question)
      .split(JOINT)
      .map((piece) => piece.trim())
      .filter(Boolean),
  );
  if (pieces.length < 2 || pieces.length > MOST_PARTS) return whole;
  const topics = pieces.map(topicOf);
  return topics.map((topic, i) => {
    const others = new Set(topics.flatMap((other, n) => (n === i ? [] : [...other.stems])));
    const own = [...topic.stems].filter((stem) => !others.has(stem));
    const ofSubject = subject === '' ? [] : topicOf(subject).stems;
    return {
      ...topic,
      text: shortened(topic.text),
      query: `${subject}${topic.text}`,
      stems: new Set([...(own.length > 0 ? own : topic.stems), ...ofSubject]),
    };
  });
}

/** "A, B and C" is joined by commas as well. */
const commaLists = (question: string) =>
  /,[^,;?]{2,60},? and\s/i.test(question) ? question.replace(/,\s+(?!and\b)/g, ' and ') : question;

/** A piece that says nothing of its own belongs to the one before it. */
function joined(pieces: string[]): string[] {
  const kept: string[] = [];
  for (const piece of pieces) {
    const says = [...topicOf(piece).stems].some((stem) => importance(stem) === 1) && /\p{L}{3}/u.test(piece);
    if (says || kept.length === 0) kept.push(piece);
    else kept[kept.length - 1] += ` and ${piece}`;
  }
  return kept;
}

const shortened = (text: string) =>
  text
    .replace(
      /^\W*(?:please\s+)?(?:(?:describe|explain|list|name|provide|state|outline|give|tell us|specify|detail)\s+)?(?:your|the|our)?\s*/i,
      '',
    )
    .replace(/[\s?.!:]+$/, '');
