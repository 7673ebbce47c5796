import type { Block, ExtractedDocument } from '../../formats/index.js';
import type { Speaker } from '../voice/index.js';
import { givenIn } from './given.js';
import { readsAsQuestion } from './question.js';
import { oneLine } from './rows.js';
import type { Pair } from './sheet.js';

/** What the blocks of running text are where answers stand under what they answer. */
export interface AnsweredText {
  /** The pairs, by the block in which the answer stands. */
  pairs: ReadonlyMap<Block, Pair>;
  /** Blocks that ask, and are no text by themselves: their pairs hold them. */
  answered: ReadonlySet<Block>;
  /** Blocks that ask, and nobody has answered them. */
  asking: ReadonlySet<Block>;
}

const ANSWER =
  /(?:^|\n)[*_\s]*(?:(?:(?:vendor|supplier|bidder|offeror|contractor|respondent|our|company)(?:['’]?s)? )?(?:response|answer|reply|antwort|réponse|respuesta|risposta|antwoord)|a(?=[\s\d]*[:.]))\s?\d{0,3}[*_]*\s*(?::|–|\s-\s)[*_]*[^\S\n]*/iu;
const LABEL =
  /^[*_\s]*(?:q(?:uestion)?|requirement|req|frage|anforderung|exigence|pregunta|requisito|domanda)[\s.#]*[\d.]*[*_]*\s*[:–.][*_]*\s*/iu;
const OURS = /vendor|supplier|bidder|offeror|contractor|respondent|our|company/i;
const SHORT_LABEL = /^[*_\s]*a[\s\d]*[:.]/iu;
/** One such place may be anything; a filled questionnaire has several. */
const FEWEST = 2;
const FEWEST_WORDS = 3;

/**
 * Finds "Response: …" under the requirement or question that it answers, in the same block or the next, and what was filled
 * in or ticked under a question.
 * @param speaker of the document, who answers where the answer does not say that it is the vendor's
 */
export function answeredText({ blocks, text }: ExtractedDocument, speaker: Speaker): AnsweredText {
  const pairs = new Map<Block, Pair>();
  const answered = new Set<Block>();
  const asking = new Set<Block>();
  let isForm = false;
  let before: Block | null = null;
  for (const block of blocks) {
    if (block.furniture === 'entered' || isTicked(block)) {
      const answer = givenIn(block.text);
      if (answer !== null && before && readsAsQuestion(before.text)) {
        const { start, end } = block;
        const question = oneLine(before.text);
        pairs.set(block, { question, answer, speaker: 'US', sections: [], block, start, end });
        answered.add(before);
        isForm = true;
      }
      before = null;
      continue;
    }
    if (block.furniture !== null) continue;
    const isText = block.row === null && block.kind !== 'heading';
    const found = isText ? ANSWER.exec(block.text) : null;
    if (found) {
      const own = block.text.slice(0, found.index).trim();
      const question = questionIn(own === '' ? (before?.text ?? '') : own, found[0]);
      const from = block.start + found.index + found[0].length;
      const said = text.slice(from, block.end).replace(/[*_\s]+$/, '');
      const asks = own === '' ? before : null;
      if (question !== null && givenIn(said) !== null) {
        pairs.set(block, {
          question,
          answer: said,
          speaker: OURS.test(found[0]) ? 'US' : speaker,
          sections: [],
          block,
          start: from,
          end: from + said.length,
        });
        if (asks) answered.add(asks);
      } else if (question !== null) {
        asking.add(block);
        if (asks) asking.add(asks);
      }
    }
    before = isText && !found ? block : null;
  }
  const none: AnsweredText = { pairs: new Map(), answered: new Set(), asking: new Set() };
  return !isForm && pairs.size + asking.size < FEWEST ? none : { pairs, answered, asking };
}

/** "☒ Yes ☐ No": a line of choices, one of which was made. */
const isTicked = ({ row, text }: Block) => row === null && /^[☐☑☒]/.test(text) && givenIn(text) !== text;

/** @param label of the answer: "A:" answers only what is a "Q:" */
function questionIn(asked: string, label: string): string | null {
  if (SHORT_LABEL.test(label) && !/^[*_\s]*q/i.test(asked)) return null;
  const question = oneLine(asked.replace(LABEL, '').replace(/[*_]+$/, ''));
  return question.split(' ').length < FEWEST_WORDS ? null : question;
}
