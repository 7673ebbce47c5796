import type { Document } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { type AuditEntry, recordAudit } from '../../audit/index.js';
import type { Actor } from '../../identity/index.js';
import type { Tx } from '../../platform/database/db.js';
import { conflict, invalidInput } from '../../platform/errors.js';
import { refusalOf } from '../../runs/index.js';
import { editAnswer, LONGEST_ANSWER } from '../change-answer.js';
import { ACTIONS } from '../states.js';
import type { Workflow } from '../workflow.js';
import { readAnchors, withAnswers, withoutAnchors } from './anchors.js';
import { AnswersMoved } from './follow-answers.js';
import { hashOf } from './response-text.js';

/** A text whose answers have been written, too. */
export interface LinkedText {
  /** Without the anchors that lead nowhere. */
  content: string;
  /** Of the answers that are linked. */
  positions: number[];
  /** Ids of the answers that were edited. */
  edited: string[];
  /** How many of them had no text before. */
  first: number;
  /** Ids of the answers that are linked no longer. */
  unlinked: string[];
}

/**
 * Writes to the answers what a person changed of them in the document. An answer whose anchors are gone, broken or
 * doubled, or whose text was emptied, is unlinked: it stays as it is, and so does the text.
 * @param overwrite whether an answer that was changed elsewhere meanwhile is overwritten
 * @throws {DomainError} conflict where answers may not be edited by now; invalid-input for one that is too long
 * @throws {AnswersMoved} where an answer was changed both here and elsewhere
 */
export async function writeAnswers(
  tx: Tx,
  app: App,
  actor: Actor,
  change: { workflow: Workflow; before: Document; wanted: { content: string }; overwrite: boolean },
): Promise<LinkedText> {
  const { workflow, before, wanted, overwrite } = change;
  const answers = await tx.answer.findMany({
    where: { workflowId: workflow.id },
    include: { question: { select: { position: true } } },
    orderBy: { question: { position: 'asc' } },
  });
  const known = new Map(answers.map((answer) => [answer.question.position, answer]));
  const earlier = readAnchors(before.content).answers;
  const given = readAnchors(wanted.content).answers;
  const isEmptied = (position: number) =>
    given.get(position)?.text === '' && (earlier.get(position)?.text ?? '') !== '';
  // Sources go with their answer.
  const isDropped = (position: number) => !known.has(position) || !given.has(position) || isEmptied(position);
  const content = withoutAnchors(wanted.content, isDropped);
  const standing = readAnchors(content).answers;

  /** Texts whose markers changed with their sources. */
  const renumbered = new Map<number, string>();
  const linked: LinkedText = { content, positions: [], edited: [], first: 0, unlinked: [] };
  for (const [position, { question: _, ...answer }] of known) {
    const text = standing.get(position)?.text;
    if (text === undefined) {
      if (earlier.has(position)) linked.unlinked.push(answer.id);
      continue;
    }
    linked.positions.push(position);
    const now = answer.text.trim();
    const base = earlier.get(position)?.text ?? now;
    if (text === base || text === now) continue;
    if (base !== now && !overwrite) throw new AnswersMoved(position);
    checkEdit(workflow, position, text);
    const { isFirst, audit, text: kept } = await editAnswer(tx, app, actor, answer, { text, approve: null });
    if (kept !== text) renumbered.set(position, kept);
    await recordAudit(tx, actor, { ...audit, subjectType: 'answer', subjectId: answer.id } as AuditEntry);
    linked.edited.push(answer.id);
    if (isFirst) linked.first++;
  }
  linked.content = withAnswers(content, renumbered, new Map(), hashOf);
  return linked;
}

function checkEdit({ state }: Workflow, position: number, text: string): void {
  const refusal = refusalOf({ actions: ACTIONS }, 'edit', state);
  if (refusal)
    throw conflict(
      `You changed the answer to question ${position}. ${refusal} What stands outside the answers can be changed still.`,
    );
  if (text.length > LONGEST_ANSWER)
    throw invalidInput(
      `The answer to question ${position} has ${text.length} characters; ${LONGEST_ANSWER} are allowed.`,
      ['input', 'content'],
    );
}
