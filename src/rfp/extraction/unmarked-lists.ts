import type { Block, ExtractedDocument } from '../../formats/types.js';
import { isChoice } from './signals/form-field.js';
import { isInterrogative } from './signals/interrogative.js';

/** A sentence that a list completes; "A brief description:" is a field to fill in. */
const CALLS_FOR_ITEMS =
  /\b(?:shall|must|should|will|following|includes?|including|provide|describe|explain|address|consists?|submit|requires?)\b[^:]{0,200}:$|\bthe following\b[^.:]{0,80}\.$/i;

const FINITE_VERB = /\b(?:is|are|was|were|has|have|had|will|shall|must|should|may|can|do|does)\b/i;

/** Formats whose lists are explicit need no guess. */
const isExplicit = ({ format }: ExtractedDocument) => format === 'docx' || format === 'markdown';

/**
 * Finds lists whose bullets were lost, as in Word 97 files: lines after a sentence with a colon that are no sentences
 * themselves.
 *
 * @returns positions of the blocks to read as list items
 */
export function findUnmarkedItems(document: ExtractedDocument): Set<number> {
  const items = new Set<number>();
  if (isExplicit(document)) return items;
  const body = document.blocks.filter((block) => !block.furniture);
  for (const [at, block] of body.entries()) {
    if (block.kind !== 'paragraph' && block.kind !== 'list-item') continue;
    if (!CALLS_FOR_ITEMS.test(block.text.slice(-260).trimEnd())) continue;
    const run = runAfter(document, body, at);
    if (run.length > 1) for (const { position } of run) items.add(position);
  }
  return items;
}

function runAfter(document: ExtractedDocument, body: Block[], stem: number): Block[] {
  const run: Block[] = [];
  for (let at = stem + 1; at < body.length; at++) {
    const block = body[at]!;
    if (block.row || isMarked(document, block)) break;
    if (!isItemLike(block, run.length > 0) && !isSubStem(block, body[at + 1], run)) break;
    run.push(block);
  }
  // Titles may look like items: the last one belongs to the text below it, unless titles are all there is.
  const follower = body[stem + 1 + run.length];
  while (run.at(-1)?.kind === 'heading' && (run[0]?.kind !== 'heading' || follower?.kind === 'heading'))
    run.pop();
  return run;
}

function isMarked(document: ExtractedDocument, block: Block): boolean {
  const line = document.text.lastIndexOf('\n', block.start - 1) + 1;
  return block.number !== null || document.text.slice(line, block.start).trim() !== '';
}

/** "The model has several types of objects:" within a list leads into items under one of its items. */
const isSubStem = ({ kind, text }: Block, next: Block | undefined, run: Block[]) =>
  kind === 'paragraph' &&
  run.length > 1 &&
  /^[^.!?]{8,100}:$/.test(text.trimEnd()) &&
  next !== undefined &&
  /^(?:paragraph|list-item)$/.test(next.kind) &&
  !/[.!?:]$/.test(next.text.trimEnd());

function isItemLike({ kind, text }: Block, goesOn: boolean): boolean {
  if (text.length > 400 || isChoice(text) || isInterrogative(text) || /:$/.test(text.trimEnd())) return false;
  if (kind === 'heading') return text.split(/\s+/).length <= 8;
  if (!/[.!]$/.test(text.trimEnd())) return true;
  const first = text.split(/[.!]\s/, 1)[0]!;
  return goesOn && first.split(/\s+/).length > 4 && !FINITE_VERB.test(first);
}
