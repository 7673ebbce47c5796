import { hasPlaceholder } from './placeholder.js';
import { isEvidence, type Speaker, type Stance, type Voice } from './types.js';
import {
  ASKS,
  BUYER_MARKS,
  CONDITIONAL_MARKS,
  NEGATED_MARKS,
  PLANNED_MARKS,
  QUESTION_MARK,
  THIRD_PARTY_MARKS,
} from './words.js';

/** "No. Planned for May.": what comes may come, now it is not there. */
const DENIED = /^(?:no|nein|non|nee|não)\s*[.,;:!–—-]/i;

/** A sentence shows in its first and last words whose it is; what is cut as one may be a table. */
const TELLING = 1_000;
const TELLING_END = 100;

const isMarked = (text: string, marks: readonly RegExp[]) => marks.some((mark) => mark.test(text));

/**
 * The voice of one sentence that stands in a passage of voice `of`: who speaks there speaks here, unless the words say
 * that somebody else does; and where nothing in the passage asserts, no sentence of it does.
 *
 * @param of null where the passage is not labelled yet: nothing in it is taken for ours
 */
export function sentenceVoice(sentence: string, of: Voice | null): Voice {
  const whole = sentence
    .replace(/\s+/g, ' ')
    .replace(/^[>#*_"“ ]+/, '')
    .trim();
  const text = whole.length > TELLING ? `${whole.slice(0, TELLING)} ${whole.slice(-TELLING_END)}` : whole;
  const said: Stance = hasPlaceholder(sentence) ? 'PLACEHOLDER' : stanceOf(text);
  const stance = of && !isEvidence({ speaker: 'US', stance: of.stance }) && asserts(said) ? of.stance : said;
  const speaker = of?.speaker ?? 'THIRD_PARTY';
  return { speaker: speaker === 'US' ? speakerOf(text, said) : speaker, stance };
}

const asserts = (stance: Stance) => stance === 'ASSERTED' || stance === 'NEGATED';

function speakerOf(text: string, stance: Stance): Speaker {
  if (isMarked(text, BUYER_MARKS) || (stance === 'QUESTION' && ASKS.test(text))) return 'BUYER';
  return isMarked(text, THIRD_PARTY_MARKS) ? 'THIRD_PARTY' : 'US';
}

function stanceOf(text: string): Stance {
  if (DENIED.test(text)) return 'NEGATED';
  if (QUESTION_MARK.test(text) || ASKS.test(text)) return 'QUESTION';
  if (isMarked(text, PLANNED_MARKS)) return 'PLANNED';
  if (isMarked(text, CONDITIONAL_MARKS)) return 'CONDITIONAL';
  return isMarked(text, NEGATED_MARKS) ? 'NEGATED' : 'ASSERTED';
}
