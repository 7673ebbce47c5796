import { stemsIn, type Unit } from '../../../grounding/index.js';
import type { Hit } from '../../../knowledge/index.js';

const NAME = String.raw`\p{Lu}[\p{L}\d]*(?:[ -](?:\p{Lu}[\p{L}\d]*|\d+))*`;
/** "Does Ledger support …", "How long does Ledger keep …", "… the retention period in Ledger". */
const ASKED_OF = new RegExp(
  String.raw`\b(?:[Dd]o|[Dd]oes|[Ii]s|[Aa]re|[Cc]an|[Cc]ould|[Ww]ill|[Hh]as|[Hh]ave|of|in|for|by|with) (?:your |the )?(${NAME})`,
  'gu',
);
const VERB = String.raw`(?:is|are|was|has|can|does|may|must|will|\p{Ll}+s)`;
const SUBJECT = new RegExp(String.raw`^(?:[-*•]\s*)?(?:The )?(${NAME}) (?:also |now |only )?${VERB}\b`, 'u');
const OF_HEADING =
  /^(?:[-*•]\s*)?(?:it|(?:the|this) (?:product|software|tool|app|application|system|module|solution|service|platform|device|machine))\b/i;
const OF_ALL =
  /\b(?:we|our|ours|us|all|both|every|each) (?:\p{L}+ )?(?:products?|modules?|systems?|services?|apps?)\b|\bwe\b/iu;

/**
 * The units with those taken for no evidence that speak of another product than the one the question names: what Vault
 * does is not what Ledger does. Only a name that the knowledge base uses itself is taken for one of a product.
 *
 * @param hits all that was found: also what only names the product
 */
export function ofItsSubject(question: string, units: Map<Hit, Unit[]>, hits: Hit[]): Map<Hit, Unit[]> {
  const asked = [...question.matchAll(ASKED_OF)].flatMap(([, name]) => name!);
  const subjects = asked.filter((name) => hits.some((hit) => hold(aboveOf(hit) + hit.text, name)));
  if (subjects.length === 0) return units;
  const isOther = (unit: Unit) =>
    !subjects.some((name) => hold(`${aboveOf(unit.hit)} ${unit.text}`, name)) &&
    !OF_ALL.test(unit.text) &&
    (isNameOfOther(SUBJECT.exec(unit.text)?.[1], question, hits) ||
      (OF_HEADING.test(unit.text) &&
        subjects.some(
          (name) =>
            isUnderOther(unit, units.get(unit.hit)!, name) || hits.some((hit) => isPeer(hit, unit.hit, name)),
        )));
  const judged = ([hit, own]: [Hit, Unit[]]): [Hit, Unit[]] => [
    hit,
    own.map((unit) =>
      unit.isEvidence && isOther(unit)
        ? { ...unit, isEvidence: false, voice: unit.voice && { ...unit.voice, speaker: 'THIRD_PARTY' } }
        : unit,
    ),
  ];
  return new Map([...units].map(judged));
}

/** A word with a capital where a plain one has none. */
const CAPITAL = /(?<=[\p{L}\d,;)’'"] )\p{Lu}[\p{L}\d]*\p{Ll}[\p{L}\d]*/gu;

/**
 * Names in a question that nothing found holds: what it asks of Contoso is not told by what we do. A client's own name
 * stands in any question.
 */
export function unknownNames(question: string, clientName: string, hits: Hit[]): string[] {
  const words = question.match(/\p{L}{2,}/gu) ?? [];
  // In a title they tell nothing.
  if (words.filter((word) => /^\p{Lu}/u.test(word)).length * 2 > words.length) return [];
  const known = hits.map((hit) => stemsIn(`${aboveOf(hit)} ${hit.text}`));
  const client = stemsIn(clientName);
  return (question.match(CAPITAL) ?? []).filter((name) => {
    const stems = [...stemsIn(name)].filter((stem) => !client.has(stem));
    return stems.length > 0 && !known.some((there) => stems.every((stem) => there.has(stem)));
  });
}

const aboveOf = ({ title, section, question }: Hit) => `${title} ${section ?? ''} ${question ?? ''} `;

/** Whether a text has all the words of a name. */
const hold = (text: string, name: string) => {
  const stems = stemsIn(text);
  return [...stemsIn(name)].every((stem) => stems.has(stem));
};

/** Whether what opens a sentence is a name, and not just any word: it is defined, spelled, or used as one. */
function isNameOfOther(name: string | undefined, question: string, hits: Hit[]): boolean {
  if (name === undefined || hold(question, name)) return false;
  if (/\p{Ll}\p{Lu}|[ -]\p{Lu}/u.test(name)) return true;
  const isUsed = new RegExp(String.raw`[\p{Ll},] ${name}\b|\b${name} is (?:our|an?|the) \p{Ll}`, 'u');
  const isWord = new RegExp(String.raw`(?<!\p{L})${name.toLowerCase()}(?!\p{L})`, 'u');
  const texts = [question, ...hits.map(({ text }) => text)];
  return texts.some((text) => isUsed.test(text)) && !texts.some((text) => isWord.test(text));
}

/** Whether a passage stands in another chapter of the document that has one of this name. */
function isPeer(of: Hit, other: Hit, name: string): boolean {
  if (of.title !== other.title) return false;
  const [path, others] = [of, other].map(({ section }) => section?.split(' > ') ?? []);
  const at = path!.findIndex((heading) => hold(heading, name));
  return at >= 0 && others![at] !== undefined && others![at] !== path![at];
}

/** The same of a text whose headings are but short lines of their own. */
function isUnderOther(unit: Unit, own: Unit[], name: string): boolean {
  const lines = own.filter(({ text, words, row }) => row === null && words <= 4 && !/[.:;!?]$/.test(text));
  const above = lines.filter(({ index }) => index < unit.index).at(-1);
  return above !== undefined && !hold(above.text, name) && lines.some(({ text }) => hold(text, name));
}
