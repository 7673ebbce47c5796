import type { Answer } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import { changesOf } from '../audit/index.js';
import { optionAs } from '../formats/index.js';
import { rewritten, saysNothing } from '../grounding/index.js';
import { type Actor, requirePermission } from '../identity/index.js';
import type { Tx } from '../platform/database/db.js';
import { conflict, invalidInput } from '../platform/errors.js';
import { textInput } from '../platform/text/text-input.js';
import type { ExpectedVersion } from '../platform/versions.js';
import { type AnswerChange, changeAnswers, type WantedAnswer } from './change-answers.js';
import { watchedFrom } from './drafts/watch.js';
import { retirePairs } from './library/retire-pairs.js';
import { isChosen } from './questionnaire/form-cells.js';

/** Changes one answer. @throws {DomainError} not-found; conflict; StaleVersion */
async function changeAnswer(
  app: App,
  actor: Actor,
  wanted: WantedAnswer,
  ...how: DropThree<Parameters<typeof changeAnswers>>
): Promise<string> {
  const [outcome] = await changeAnswers(app, actor, [wanted], ...how);
  if (outcome?.error) throw outcome.error;
  return wanted.answerId;
}

type DropThree<All extends unknown[]> = All extends [unknown, unknown, unknown, ...infer Rest] ? Rest : never;

/** Characters of the longest answer. */
export const LONGEST_ANSWER = 100_000;
/** What a cell of a workbook holds (ECMA-376 part 1, 18.3.1.96). */
const LONGEST_COMMENT = 32_767;

export interface UpdateAnswerInput {
  answerId: string;
  /** New text in Markdown; null leaves it as it is. */
  text: string | null;
  /** True approves, false takes an approval back, null leaves it. A new text ends an earlier approval. */
  approve: boolean | null;
  /** One of the question's options, up to case and space; null takes it away, undefined leaves it. */
  choice?: string | null | undefined;
  /** What goes into the form's cell for comments; null: the text. Undefined leaves it. */
  comment?: string | null | undefined;
  expectedVersion?: ExpectedVersion;
}

/** A person edits or approves an answer, or takes one over that the engine has not finished. */
export async function updateAnswer(app: App, actor: Actor, input: UpdateAnswerInput): Promise<string> {
  requirePermission(actor, 'answers.edit');
  if (input.approve !== null) requirePermission(actor, 'answers.approve');
  const text =
    input.text === null
      ? null
      : textInput(input.text, 'The answer', ['input', 'text'], { max: LONGEST_ANSWER });
  const { approve, choice } = input;
  const comment = input.comment?.trim()
    ? textInput(input.comment, 'The comment', ['input', 'comment'], { max: LONGEST_COMMENT })
    : input.comment && null;
  if (text === null && approve === null && choice === undefined && comment === undefined)
    throw invalidInput('There is nothing to change. Give a text, a choice or a comment, or approve.', [
      'input',
    ]);

  const { answerId, expectedVersion } = input;
  return changeAnswer(app, actor, { answerId, expectedVersion }, 'edit', (tx, answer) =>
    editAnswer(tx, app, actor, answer, { text, approve, choice, comment }),
  );
}

/**
 * Writes a person's edit of an answer, under the workflow's lock.
 * @returns whether the question had no answer before, the record of the edit, and the text as it is kept: the markers of
 *   sources that do not hold it are gone
 * @throws {DomainError} conflict for the approval of what is no answer
 */
export async function editAnswer(
  tx: Tx,
  app: App,
  actor: Actor,
  answer: Answer,
  { text, approve, ...given }: Pick<UpdateAnswerInput, 'text' | 'approve' | 'choice' | 'comment'>,
): Promise<{ isFirst: boolean; audit: AnswerChange; text: string }> {
  const chosen = await chosenIn(tx, answer, given);
  if (approve) checkApprovable(text ?? answer.text, chosen);
  const textChanged = text !== null && text !== answer.text;
  const changed = textChanged ? await rewrite(tx, answer, text) : null;
  const next = changed?.text ?? answer.text;
  const isFirst = answer.answeredAt === null && (next.trim() !== '' || chosen.choice !== null);
  const isEdited = textChanged || chosen.choice !== answer.choice || chosen.comment !== answer.comment;
  const status = statusAfter(answer, isEdited, approve);
  if (answer.status === 'APPROVED' && status !== 'APPROVED')
    await retirePairs(tx, actor, answer.id, app.clock());
  await tx.answer.update({
    where: { id: answer.id },
    data: {
      ...changed,
      choice: chosen.choice,
      comment: chosen.comment,
      ...approval(status, approve, actor, app.clock()),
      status,
      failure: null,
      revision: { increment: 1 },
      answeredAt: answer.answeredAt ?? (isFirst ? app.clock() : null),
      updatedById: actor.userId,
    },
  });
  return {
    isFirst,
    text: next,
    audit: {
      action: 'answer.edited',
      details: { approved: approve === true, textChanged },
      ...changesOf(answer, { text: next, status, choice: chosen.choice, comment: chosen.comment }),
    },
  };
}

interface Chosen {
  choice: string | null;
  comment: string | null;
  isChosen: boolean;
  options: readonly string[];
}

/** What is chosen from then on, in the words of the list. */
async function chosenIn(
  tx: Tx,
  answer: Answer,
  { choice, comment }: Pick<UpdateAnswerInput, 'choice' | 'comment'>,
): Promise<Chosen> {
  const question = await tx.question.findUniqueOrThrow({
    where: { id: answer.questionId },
    select: { options: true, cells: true },
  });
  const { options } = question;
  return {
    choice: choice === undefined ? answer.choice : choiceOf(choice, question),
    comment: comment === undefined ? answer.comment : comment,
    isChosen: isChosen(question),
    options,
  };
}

function choiceOf(given: string | null, question: { options: string[]; cells: unknown }): string | null {
  const { options } = question;
  if (!given?.trim()) return null;
  if (!isChosen(question))
    throw invalidInput('This question has no list to choose from. Write the answer as text.', [
      'input',
      'choice',
    ]);
  const choice = optionAs(given, options);
  // What a list that only the buyer's program can work out allows is for a person to know.
  if (options.length > 0 && !options.includes(choice))
    throw invalidInput(
      `“${given.slice(0, 100)}” is not on the list. Choose one of: ${options.map((option) => `“${option}”`).join(', ')}.`,
      ['input', 'choice'],
    );
  return textInput(choice, 'The choice', ['input', 'choice'], { max: LONGEST_CHOICE });
}

const LONGEST_CHOICE = 1000;

function checkApprovable(text: string, { choice, isChosen, options }: Chosen): void {
  if (choice !== null) return;
  if (isChosen)
    throw conflict(
      `This question is answered by choosing. Set \`choice\`${options.length > 0 ? ` to one of ${options.map((option) => `“${option}”`).join(', ')}` : ''}, then approve.`,
    );
  if (!text.trim()) throw conflict('An answer without text cannot be approved. Write it first.');
  if (saysNothing(text))
    throw conflict(
      'This text says that the knowledge base holds no answer, which is not for the client to read. Write the answer ' +
        'in its place, then approve that.',
    );
}

function statusAfter(answer: Answer, isEdited: boolean, approve: boolean | null): Answer['status'] {
  if (approve) return 'APPROVED';
  if (isEdited || approve === false) return 'EDITED';
  return answer.status;
}

const NOT_APPROVED = { approvedById: null, approvedAt: null };

/** Who approved, and when. */
function approval(status: Answer['status'], approve: boolean | null, actor: Actor, at: Date) {
  if (status !== 'APPROVED') return NOT_APPROVED;
  return approve ? { approvedById: actor.userId, approvedAt: at } : {};
}

/** Takes away the sources that hold nothing of the new text. */
async function rewrite(tx: Tx, answer: Answer, given: string) {
  const sources = await tx.answerSource.findMany({
    where: { answerId: answer.id },
    orderBy: { position: 'asc' },
    select: { id: true, text: true, position: true },
  });
  const { text, kept, sentences, confidence } = rewritten({ ...answer, sources }, given);
  const left = kept.map((i) => sources[i]!);
  await tx.answerSource.deleteMany({
    where: { answerId: answer.id, id: { notIn: left.map(({ id }) => id) } },
  });
  // In order: none takes a place that another one still has.
  for (const [i, { id, position }] of left.entries())
    if (position !== i + 1) await tx.answerSource.update({ where: { id }, data: { position: i + 1 } });
  return { text, sentences: sentences as object[], confidence };
}

export interface RegenerateAnswerInput {
  answerId: string;
  /** What should be different, in a person's words. */
  guidance: string | null;
  expectedVersion?: ExpectedVersion;
}

/** Sends an answer back to be drafted again. The old text stays until the new one is there. */
export async function regenerateAnswer(
  app: App,
  actor: Actor,
  input: RegenerateAnswerInput,
): Promise<string> {
  requirePermission(actor, 'answers.edit');
  const guidance = guidanceInput(input.guidance);
  const { answerId, expectedVersion } = input;
  return changeAnswer(app, actor, { answerId, expectedVersion }, 'regenerate', (tx, answer) =>
    sendBack(tx, app, actor, answer, guidance),
  );
}

/** What should be different; null where nothing is said. @throws {DomainError} invalid-input */
export const guidanceInput = (given: string | null): string | null =>
  given?.trim() ? textInput(given, 'The guidance', ['input', 'guidance'], { max: 2000 }) : null;

/** Sends an answer back, under the workflow's lock. */
export async function sendBack(
  tx: Tx,
  app: App,
  actor: Actor,
  answer: Answer,
  guidance: string | null,
): Promise<{ audit: AnswerChange; data: { watchedUntil: Date } }> {
  if (answer.status === 'APPROVED') await retirePairs(tx, actor, answer.id, app.clock());
  await tx.answer.update({
    where: { id: answer.id },
    data: {
      status: 'PENDING',
      ...NOT_APPROVED,
      // Whoever sends an answer back wants another one, also where the library has it.
      draftAnew: true,
      guidance,
      failure: null,
      revision: { increment: 1 },
      updatedById: actor.userId,
    },
  });
  const { text, status } = answer;
  return {
    // Who sends an answer back waits for the next one: it is shown as it comes, however soon it is begun.
    data: { watchedUntil: watchedFrom(app.clock()) },
    audit: {
      action: 'answer.regenerated',
      details: { guidance },
      before: { text, status, guidance: answer.guidance },
      after: { text, status: 'PENDING', guidance },
    },
  };
}
