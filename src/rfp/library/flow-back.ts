import type { Prisma } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { nearlyExactQuestion } from '../../grounding/index.js';
import type { Actor } from '../../identity/index.js';
import { ANSWER_LIBRARY, storePairs, writeEventsOfAll } from '../../knowledge/index.js';
import type { Tx } from '../../platform/database/db.js';
import { newId } from '../../platform/ids.js';
import type { Workflow } from '../workflow.js';
import { endProvenance } from './retire-pairs.js';
import { pairFrom, withoutMarkers } from './worth-keeping.js';

const WITH_ORIGIN = {
  question: true,
  sources: { select: { knowledgeId: true } },
  provenance: { select: { itemId: true, answerRevision: true, endedAt: true } },
} as const satisfies Prisma.AnswerInclude;

type Approved = Prisma.AnswerGetPayload<{ include: typeof WITH_ORIGIN }>;
type ApprovedPair = Approved & { pair: { question: string; answer: string } };

/**
 * The approved answers of a workflow become pairs of the answer library, in the transaction that submits or closes it
 * and under its lock: all of them or none, and none twice. Each keeps where it comes from.
 *
 * - The same revision of an answer comes once; a pair that somebody deleted since does not come back.
 * - A later text of an answer takes the place of the pair that was made from an earlier one.
 * - An answer that says what a pair of the library says to the same question confirms that pair, and makes no other.
 */
export async function flowBack(app: App, tx: Tx, actor: Actor, workflow: Workflow): Promise<void> {
  const approved = await tx.answer.findMany({
    where: { workflowId: workflow.id, status: 'APPROVED', question: { kind: { not: 'INSTRUCTION' } } },
    include: WITH_ORIGIN,
    orderBy: { question: { position: 'asc' } },
  });
  const answers = approved.flatMap((answer): ApprovedPair[] => {
    const pair = pairOf(answer, workflow);
    const cameBefore = answer.provenance.some(({ answerRevision }) => answerRevision === answer.revision);
    return pair === null || cameBefore ? [] : [{ ...answer, pair }];
  });
  if (answers.length === 0) return;

  const confirmed = await confirmedPairs(tx, actor, answers);
  const changed = answers.filter(({ id }) => !confirmed.has(id));
  // Confirmations first: what they confirm must not go with an approval that has ended.
  await tx.pairProvenance.createMany({
    data: answers.flatMap((answer) => {
      const itemId = confirmed.get(answer.id);
      return itemId === undefined ? [] : [provenanceOf(workflow, answer, { itemId, isNew: false })];
    }),
  });
  const outdated = changed.filter(({ provenance }) => provenance.some(({ endedAt }) => endedAt === null));
  const retired = await endProvenance(
    tx,
    actor,
    outdated.map(({ id }) => id),
    app.clock(),
  );
  const { stored, events } = await storePairs(
    tx,
    actor,
    changed.map(({ pair, question: { route } }) => ({
      ...pair,
      // Not the client: the source is printed in responses to others.
      source: ANSWER_LIBRARY,
      tags: route === 'other' ? [] : [route],
    })),
  );
  await tx.pairProvenance.createMany({
    data: changed.map((answer, i) => provenanceOf(workflow, answer, stored[i]!)),
  });
  await writeEventsOfAll(tx, actor.organizationId, [...retired, ...events], app.clock());
}

const pairOf = ({ question, text, sources }: Approved, { clientName }: Workflow) =>
  pairFrom({
    kind: question.kind,
    question: question.text,
    context: question.context,
    answer: text,
    sources: sources.length,
    clientName,
  });

const provenanceOf = (
  workflow: Workflow,
  answer: Approved,
  { itemId, isNew }: { itemId: string; isNew: boolean },
) => ({
  id: newId(),
  organizationId: workflow.organizationId,
  itemId,
  workflowId: workflow.id,
  questionId: answer.questionId,
  answerId: answer.id,
  answerRevision: answer.revision,
  clientName: workflow.clientName,
  isOrigin: isNew,
  approvedById: answer.approvedById,
  approvedAt: answer.approvedAt,
});

/** For each answer the pair, of those it was drawn from or made into, that says the same to the same question. */
async function confirmedPairs(
  tx: Tx,
  { organizationId }: Actor,
  answers: ApprovedPair[],
): Promise<Map<string, string>> {
  const itemsOf = ({ sources, provenance }: ApprovedPair) => [
    ...sources.flatMap(({ knowledgeId }) => knowledgeId ?? []),
    ...provenance.filter(({ endedAt }) => endedAt === null).map(({ itemId }) => itemId),
  ];
  const pairs = await tx.passage.findMany({
    where: {
      organizationId,
      itemId: { in: [...new Set(answers.flatMap(itemsOf))] },
      question: { not: null },
      item: { kind: 'qa_pair', deletedAt: null },
    },
    select: { itemId: true, question: true, text: true },
  });
  const byItem = new Map(pairs.map((pair) => [pair.itemId, pair]));
  return new Map(
    answers.flatMap((answer) => {
      const same = itemsOf(answer).find((itemId) => {
        const pair = byItem.get(itemId);
        return (
          pair !== undefined &&
          plain(pair.text) === plain(answer.pair.answer) &&
          nearlyExactQuestion(answer.pair.question, pair.question!) !== null
        );
      });
      return same === undefined ? [] : [[answer.id, same] as const];
    }),
  );
}

const MOST_MARKERS = 999;
const plain = (text: string) => withoutMarkers(text, MOST_MARKERS).replace(/\s+/g, ' ');
