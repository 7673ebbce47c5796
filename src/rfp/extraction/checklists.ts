import type { Block } from '../../formats/types.js';
import { roleOfTitle, type SectionRole, titleOf } from './sections.js';
import { isChoice } from './signals/form-field.js';

const BOX = /^\s*(?:\[[ xX_]?\]|\(\s{1,3}\)|[☐☑☒□❏❑❒⬜◯])\s*/;

/**
 * Blocks with a box each that are things to tick off, not choices: under a title such as "Submission checklist" or
 * "Minimum qualifications", with no question before them.
 *
 * @param body blocks of the running text
 * @param options positions of the blocks that have a box or read as a choice
 * @returns positions of those that are no choices
 */
export function findChecklists(body: Block[], options: Set<number>): Set<number> {
  const found = new Set<number>();
  let role: SectionRole | null = null;
  for (const [at, block] of body.entries()) {
    if (block.kind === 'heading') role = roleOfTitle(titleOf(block));
    if (!options.has(block.position) || isChoice(block.text.replace(BOX, ''))) continue;
    const before = body[at - 1];
    const isUnderQuestion =
      before?.kind !== 'heading' &&
      !found.has(before?.position ?? -1) &&
      !/\.$|^check |\b(?:attach|submit|include|enclose|provide)\b[^?]*:$/i.test(before?.text ?? '?');
    if ((role === 'submission' || role === 'wanted') && !isUnderQuestion) found.add(block.position);
  }
  return found;
}
