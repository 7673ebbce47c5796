import { PrismaPg } from '@prisma/adapter-pg';
import { expect, test } from 'vitest';
import { PrismaClient } from '../../generated/client/client.js';
import { newId } from '../../src/platform/ids.js';
import { findingsIn } from '../../src/rfp/index.js';
import { seedOtherTenant } from '../support/other-tenant.js';
import { testService } from '../support/service.js';
import { addPair } from './support.js';

const QUESTION = 'Do you test your backups?';

/** Two pairs of the other organization that contradict each other; ids of their items, and of the finding. */
async function theirPairs(databaseUrl: string, answerId: string) {
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl }) });
  try {
    const { organizationId } = await db.answer.findUniqueOrThrow({ where: { id: answerId } });
    const passages = ['Yes, we do.', 'No, we do not.'].map((answer) => ({
      passageId: newId(),
      itemId: newId(),
      question: QUESTION,
      answer,
    }));
    for (const { passageId, itemId, question, answer } of passages)
      await db.knowledgeItem.create({
        data: {
          id: itemId,
          organizationId,
          kind: 'qa_pair',
          title: question,
          source: 'Answer library',
          contentHash: itemId,
          createdById: newId(),
          passages: { create: { id: passageId, organizationId, position: 0, question, text: answer } },
        },
      });
    const [finding] = await findingsIn(passages);
    return { items: passages.map(({ itemId }) => btoa(`KnowledgeItem:${itemId}`)), finding: finding!.id };
  } finally {
    await db.$disconnect();
  }
}

test("another organization's pairs are neither listed, merged, dismissed nor reused", async () => {
  await using service = await testService({}, 'api');
  const other = await seedOtherTenant(service.env.DATABASE_URL!);
  const { items, finding } = await theirPairs(service.env.DATABASE_URL!, other.Answer!);
  const own = await addPair(service, { question: QUESTION, answer: 'Sometimes.' });

  const reply = await service.run(
    `mutation ($own: ID!, $theirs: [ID!]!, $first: ID!, $finding: ID!, $answer: ID!) {
      drop: mergeLibraryPairs(input: { keepId: $own, dropIds: $theirs }) { item { id } errors { code } }
      keep: mergeLibraryPairs(input: { keepId: $first, dropIds: [$own] }) { item { id } errors { code } }
      dismissLibraryFinding(input: { id: $finding }) { id errors { code } }
      addAnswerToLibrary(input: { question: "Q?", answer: "A.", answerId: $answer }) { item { id } errors { code } }
    }`,
    { own: own.id, theirs: items, first: items[0], finding, answer: btoa(`Answer:${other.Answer}`) },
  );
  expect(reply).toEqual({
    drop: { item: null, errors: [{ code: 'NOT_FOUND' }] },
    keep: { item: null, errors: [{ code: 'NOT_FOUND' }] },
    dismissLibraryFinding: { id: null, errors: [{ code: 'NOT_FOUND' }] },
    addAnswerToLibrary: { item: null, errors: [{ code: 'NOT_FOUND' }] },
  });
  expect(
    await service.run(
      `query ($ids: [ID!]!) {
        nodes(ids: $ids) { id }
        libraryDuplicates { edges { node { id } } }
        libraryContradictions { edges { node { id } } }
        knowledge { edges { node { id } } }
      }`,
      { ids: items },
    ),
  ).toEqual({
    nodes: [null, null],
    libraryDuplicates: { edges: [] },
    libraryContradictions: { edges: [] },
    knowledge: { edges: [{ node: { id: own.id } }] },
  });
});
