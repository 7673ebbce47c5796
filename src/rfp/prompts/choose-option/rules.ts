import { bareText, stemsIn } from '../../../grounding/index.js';
import { topicOf } from '../draft-answer/topic.js';
import type { ChosenOption, OptionToChoose } from './types.js';

type Verdict = 'yes' | 'no' | 'partly' | 'not-applicable';

const NOT_APPLICABLE = /^(?:n\s*\/?\s*a|n\.a\.|not applicable)\b/i;
const PARTLY = /^(?:partial|partly|in[- ]part|some(?:what)?\b|limited|p$|pc$)/i;
const NO =
  /^(?:n|no|none|non-?complian\w*|not (?:complian\w*|met|supported|implemented|available|in place|satisfied)|does not (?:comply|meet)|fail(?:ed)?|false|disagree|nc)\b/i;
const YES =
  /^(?:y|yes|(?:fully )?complian\w*|compl(?:y|ies)|(?:fully )?(?:meets?|met|implemented|supported|satisfied)|available|in place|true|agree|pass(?:ed)?|c)\b/i;

const plain = (text: string) => text.replace(/\s+/g, ' ').trim().toLowerCase();

/** What an option says, as far as its first words tell. */
export function verdictOfOption(option: string): Verdict | null {
  const text = option.trim();
  if (NOT_APPLICABLE.test(text)) return 'not-applicable';
  if (PARTLY.test(text) || /^yes\b.{0,10}\b(?:partial|partly|in part)/i.test(text)) return 'partly';
  if (NO.test(text)) return 'no';
  return YES.test(text) ? 'yes' : null;
}

/**
 * Chooses where the answer itself names the option, or where one quote speaks of all that a question asks and asserts or
 * denies it without a limit. Whether something that was found meets a requirement is for a person to say.
 */
export function chooseByRules(input: OptionToChoose): ChosenOption {
  const said = plain(bareText(input.answer));
  const named = input.options
    .filter((option) => startsWith(said, plain(option)))
    .sort((a, b) => b.length - a.length)[0];
  // "Yes" begins "Yes, for some of them" as well: then the grade decides, and it is not told.
  const isGraded =
    named !== undefined &&
    input.options.filter((option) => startsWith(plain(option), plain(named))).length > 1;
  if (named !== undefined && !isGraded) return { choice: named };
  const verdict = verdictOfText(said) ?? verdictOfQuotes(input);
  return { choice: verdict === null ? null : theOnly(input.options, verdict) };
}

const startsWith = (text: string, start: string) =>
  start !== '' && text.startsWith(start) && !/[\p{L}\p{N}]/u.test(text.charAt(start.length));

/** "Yes. We …", "No, …" at the beginning of an answer that a person approved. */
function verdictOfText(said: string): Verdict | null {
  const [, word, rest = ''] = /^(yes|no|partially|partly|not applicable|n\/a)\b(.{0,80})/.exec(said) ?? [];
  if (word === undefined) return null;
  if (word === 'yes' || word === 'no') return LIMITED.test(rest) ? null : word;
  return word.startsWith('part') ? 'partly' : 'not-applicable';
}

/** Words by which a statement holds for a part of what it speaks of, or not yet. */
const LIMITED =
  /\b(?:only|except(?:ion|ions)?|unless|partial(?:ly)?|partly|some|most|many|certain|selected|where|if|when|but|however|although|planned|plans?|roadmap|currently|optional(?:ly)?|excluding|other than|not all|up to|on request|may|can be|subject to)\b/i;
const NEGATIVE = /\b(?:not|no|never|without|cannot|un\w+able|none|neither|exclude[sd]?|ever)\b|n['’]t\b/i;
const ASKS_WHETHER =
  /^(?:please (?:confirm|indicate|state) (?:whether|if|that)|do|does|did|is|are|was|were|has|have|had|can|could|will|would)\b/i;

/** One statement has to speak of nearly all that is asked. */
const COVERED = 0.8;

function verdictOfQuotes({ question, quotes }: OptionToChoose): Verdict | null {
  if (!ASKS_WHETHER.test(question.trim()) || NEGATIVE.test(question) || quotes.length === 0) return null;
  if (quotes.some(({ text }) => LIMITED.test(text))) return null;
  const stances = new Set(quotes.map(({ stance }) => stance));
  if (stances.size > 1) return null;
  const { stems, keys } = topicOf(question);
  const asked = [...stems];
  const covers = quotes.some(({ text }) => {
    const held = stemsIn(text);
    const share = asked.filter((stem) => held.has(stem)).length / Math.max(1, asked.length);
    return asked.length > 1 && share >= COVERED && [...keys].every((key) => held.has(key));
  });
  if (!covers) return null;
  const denies = quotes.some(({ text }) => NEGATIVE.test(text));
  if (stances.has('ASSERTED')) return denies ? null : 'yes';
  return stances.has('NEGATED') ? 'no' : null;
}

/** The one option that says so; null where several do, or none. */
function theOnly(options: readonly string[], verdict: Verdict): string | null {
  const found = options.filter((option) => verdictOfOption(option) === verdict);
  return found.length === 1 ? found[0]! : null;
}
