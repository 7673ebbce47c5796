import { announces, type Quote, stemsIn, type Unit } from '../../../grounding/index.js';
import { type Hit, pairsIn, wordsOf } from '../../../knowledge/index.js';
import { longFormsIn, withLongForms } from './acronyms.js';
import { labelStems } from './rows.js';
import { quoteAround, sumOf, weights } from './select.js';
import { givesMeasure, type Topic } from './topic.js';

/** What one unit would answer, quoted with what belongs to it. */
export interface Candidate {
  lead: Unit;
  quotes: Quote[];
  features: number[];
  /** How well it fits the question: the log-odds that it answers, as a regression has it. */
  fit: number;
}

/**
 * A logistic regression on whether a candidate holds the answer, fitted on all candidates for the questions of the design
 * part of `bench/answers` with a small ridge, those of a question counting as one answer and one miss: the constant, then a
 * weight for each of the features. `--fit` of the benchmark fits what confidence is drawn from, not this.
 */
const WEIGHTS = [
  -3.97, -0.69, 7.87, -2.33, -0.57, 1.6, -0.24, 1.06, 0.17, 0.16, -0.88, -0.01, 1.23, 0, 2.08, 0.02, 0, 0.28,
  0.37, 2.79, -1.38, 1.08,
];

const fitOf = (features: number[]) =>
  [1, ...features].reduce((sum, feature, i) => sum + feature * WEIGHTS[i]!, 0);

const NUMBER = /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|hundred)\b/i;
/** What kind of thing a question asks for by its first words, and by what a text shows that it tells it. */
const TOLD: readonly [RegExp, RegExp][] = [
  [
    /\b(?:who|whom|whose)\b/i,
    /\b(?:teams?|managers?|heads?|officers?|owners?|departments?|directors?|staff|leads?|committees?|customers?|users?|everyone|employees?|administrators?|personnel|members?|engineers?|people|compan(?:y|ies)|inc|ltd|only|all)\b|@/i,
  ],
  [
    /^\W*(?:in |from |to )?(?:where|which (?:countr|region|cit|address|location|place|platform|channel))/i,
    /https?:|www\.|@|\b(?:in|at|on|to|by|via|through) (?:the |a |an |our )?[\p{Lu}\p{L}]/u,
  ],
  [
    /^\W*(?:since |from |until |by )?when\b/i,
    /\d|\b(?:after|before|until|once|when|upon|within|during|if|immediate|prior)\b/i,
  ],
  [
    /\b(?:how (?:many|much|large|big|long|often|fast|soon|far|quickly|frequently)|what (?:share|percentage|number|maximum|minimum)|(?:number|length|size|period|maximum|minimum) of)\b/i,
    NUMBER,
  ],
];
const YES_OR_NO =
  /^\W*(?:is|are|was|were|do|does|did|can|could|may|must|should|shall|will|would|has|have)\b/i;

/** Each unit that may be quoted, with what tells how likely it answers the topic; the best first. */
export function candidatesOf(
  topic: Topic,
  units: Map<Hit, Unit[]>,
  passages: Hit[],
  mayBe: (unit: Unit) => boolean,
): Candidate[] {
  const all = [...units.values()].flat();
  const forms = longFormsIn(passages);
  const read = (text: string) => withLongForms(stemsIn(text), forms);
  const weight = weights(topic.stems, all);
  const mass = (stems: Set<string>) => sumOf(stems, (stem) => weight.get(stem) ?? 0);
  const everywhere = new Set(passages.flatMap((hit) => [...read(`${headsOf(hit)} ${hit.text}`)]));
  const unknown = 1 - mass(everywhere);
  const pairs = pairsIn(wordsOf(topic.text)).filter(([a, b]) => topic.stems.has(a) && topic.stems.has(b));
  const candidates = [...units].flatMap(([hit, own]) => {
    const heading = read(hit.section?.split(' > ').at(-1) ?? hit.title);
    const around = read(`${headsOf(hit)}`);
    const whole = new Set([...around, ...read(hit.text)]);
    return own.flatMap((lead): Candidate[] => {
      if (!mayBe(lead)) return [];
      const quotes = quoteAround(topic, lead, own, mayBe);
      if (quotes.length === 0) return [];
      const shown = quotes
        .map(({ units, shown }) => shown ?? units.map(({ text }) => text).join(' '))
        .join(' ');
      const said = read(shown);
      const there = new Set(pairsIn(wordsOf(shown)).map((pair) => pair.join(' ')));
      const asked = [...heading].filter((stem) => topic.said.has(stem)).length / Math.max(1, heading.size);
      const told = TOLD.find(([words]) => words.test(topic.text))?.[1];
      const features = [
        mass(withLongForms(lead.stems, forms)),
        mass(new Set([...said, ...heading])),
        mass(new Set([...said, ...whole])),
        hit.score,
        Number(hit === passages[0]),
        asked,
        topic.measure === null ? 0 : givesMeasure(topic.measure, shown) ? 1 : -1,
        told === undefined ? 0 : told.test(shown) ? 1 : -1,
        topic.asksForList ? (announces(lead) || quotes.some(({ units }) => units.length > 2) ? 1 : -1) : 0,
        [...topic.keys].some((key) => !said.has(key) && !around.has(key)) ? 1 : 0,
        Number(quotes.some(({ isCell }) => isCell)),
        Number(quotes.some(({ isNamed }) => isNamed)),
        pairs.length === 0 ? 0 : pairs.filter((pair) => there.has(pair.join(' '))).length / pairs.length,
        unknown,
        Number(lead.words < 4 && lead.row === null),
        Number(hit.question !== null),
        Math.min(1, wordsOf(shown).length / 100),
        YES_OR_NO.test(topic.text) ? mass(said) : 0,
        shareOf(lead.stems, topic.said),
        lead.row ? shareOf(labelStems(lead.row.table, lead.row.row), topic.said) : 0,
        Number(lead.row !== null),
      ];
      return [{ lead, quotes, features, fit: fitOf(features) }];
    });
  });
  return candidates.sort((a, b) => b.fit - a.fit);
}

const shareOf = (stems: ReadonlySet<string>, said: ReadonlySet<string>) =>
  stems.size === 0 ? 0 : [...stems].filter((stem) => said.has(stem)).length / stems.size;

const headsOf = ({ title, section, question }: Hit) => `${title} ${section ?? ''} ${question ?? ''}`;
