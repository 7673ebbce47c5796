import { hasPlaceholder } from '../voice/index.js';

/** What people leave in the cell of an answer that is still to come, and what a broken formula leaves. */
const NO_ANSWER =
  /^(?:[-–—_.?\s]*|tb[acd]|to be (?:determined|announced|provided|completed|confirmed|filled)\b.{0,40}|pending|open|#(?:n\/a|ref!|value!|name\?|null!|num!|div\/0!))\.?$/i;
/** All the choices, and none of them made. */
const CHOICES =
  /^(?:(?:yes|no|n\/?a|y|n|partial(?:ly)?|ja|nein|oui|non|not applicable|maybe|unknown)(?:\s*(?:[/|,;]|\bor\b|\s)\s*|$)){2,}$/i;
/** What a form says to whoever fills it in. */
const INSTRUCTION =
  /^(?:(?:please|kindly) (?:select|choose|enter|describe|explain|provide|list|state|specify|confirm|indicate|identify|detail|outline|attach|complete|fill|answer|submit|give|insert|use|tick|mark|respond|elaborate|include|ensure)\b|select (?:one|from|yes|an?\b|the\b|all\b)|choose\b|enter (?:your|text|the|an?)\b|click\b|describe (?:how|your|the|any|what)\b|explain (?:how|why|your|what)\b|provide (?:your|details|evidence|an?\b|documentation|any|the\b|link)|list (?:your|all|any)\b|specify\b|indicate (?:whether|if|your|which|how)|attach\b|if (?:yes|no|so|not|applicable|partial\w*)\b.{0,20}\b(?:please|describe|explain|provide|list|attach|specify|how|what|why|state)\b|(?:vendor|bidder|supplier|offeror|respondent)s? (?:to|should|must|shall) )/i;
const BOX = /(☐|☑|☒|□|■|✓|✔|\[\s?[x✓]?\s?\]|\(\s?[x✓]?\s?\))/iu;
const TICKED = /☑|☒|■|✓|✔|x/iu;
/** A longer text with a placeholder in it answers in its other sentences. */
const SHORT = 90;

/**
 * What a cell answers.
 * @returns null where it answers nothing: it is empty, asks, tells what to fill in, or offers what nobody chose
 */
export function givenIn(cell: string): string | null {
  const text = chosenIn(cell.trim());
  if (text === null || NO_ANSWER.test(text) || INSTRUCTION.test(text)) return null;
  if (
    text.length < SHORT &&
    (CHOICES.test(text.replace(/\s+/g, ' ')) || /\?["”’)\s]*$/.test(text) || hasPlaceholder(text))
  )
    return null;
  return text;
}

/** "☒ Yes ☐ No" says "Yes"; a cell without boxes says all of it; one whose boxes are empty says nothing. */
function chosenIn(cell: string): string | null {
  const [before, ...rest] = cell.split(BOX);
  if (rest.length < 2 || before!.trim() !== '') return cell;
  const chosen: string[] = [];
  for (let i = 0; i < rest.length; i += 2)
    if (TICKED.test(rest[i]!)) chosen.push((rest[i + 1] ?? '').replace(/[\s,;/|]+$/, '').trim());
  const text = chosen.filter((label) => label !== '').join(', ');
  return text === '' ? null : text;
}
