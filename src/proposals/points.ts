import type { RequirementKind } from '../../generated/client/enums.js';
import { extractDocument, type Span } from '../formats/index.js';
import { wordsOf } from '../knowledge/index.js';
import { labelByRules, splitUnits } from '../rfp/index.js';

/** A sentence, list item or table cell of what a client asks for. */
export interface Point extends Span {
  /** From 1, in the order of the text. */
  number: number;
  /** Verbatim: `requirements.slice(start, end)`. */
  text: string;
  /** What rules take it for; null for mere context. */
  byRules: RequirementKind | null;
}

/** Words by which people say that they want something, where no rule for tenders applies. */
const WISH =
  /\b(?:needs?|wants?|wish(?:es)?|require[sd]?|requirements?|looking for|look for|seek(?:s|ing)?|would like|expect(?:s|ed)?|hop(?:e|es|ing) (?:to|for)|goals?|objectives?|aims?|target|budget|deadline|go-?live|must|should|shall|has to|have to|important|priority|prefer(?:s|red|ably)?|interested in|by (?:january|february|march|april|may|june|july|august|september|october|november|december|q[1-4]|the end of))\b/i;

const KINDS = { question: 'QUESTION', requirement: 'REQUIREMENT', instruction: 'INSTRUCTION' } as const;

/**
 * Cuts the requirements of a client into points and says by rules what each is. Headings and points without a word
 * are left out. Where rules find nothing that is asked for, everything is taken for a need: a client who writes two
 * words means them.
 */
export async function pointsOf(requirements: string): Promise<Point[]> {
  const document = await extractDocument(new TextEncoder().encode(requirements), 'markdown');
  const units = splitUnits(document);
  const labels = labelByRules(document, units);
  const points = units.flatMap((unit, i) => {
    const block = document.blocks[unit.block]!;
    if (block.kind === 'heading' || block.furniture || block.row?.isHeader) return [];
    if (wordsOf(unit.text).length === 0) return [];
    const label = labels[i]!.label;
    const isListed = block.kind !== 'paragraph';
    const kind =
      label === 'context' || label === 'furniture'
        ? isListed || WISH.test(unit.text)
          ? ('NEED' as const)
          : null
        : KINDS[label];
    return [{ text: unit.text, start: unit.start, end: unit.end, byRules: kind }];
  });
  const nothingAsked = points.every(({ byRules }) => byRules === null);
  return points.map((point, i) => ({
    ...point,
    number: i + 1,
    byRules: nothingAsked ? 'NEED' : point.byRules,
  }));
}
