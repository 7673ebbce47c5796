import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../../generated/client/client.js';
import { newId } from '../../src/platform/ids.js';
import { seedWorkflow } from './seed-workflow.js';

/** Rows of another organization, put straight into the database; their ids by type. */
export async function seedOtherTenant(
  databaseUrl: string,
): Promise<Record<string, string> & { reference: string }> {
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl }) });
  try {
    const organizationId = newId();
    const owner = { organizationId };
    await db.organization.create({ data: { id: organizationId, name: 'Other' } });
    const user = await db.user.create({
      data: {
        id: newId(),
        email: 'other@example.com',
        name: 'Other',
        memberships: { create: { ...owner, role: 'owner' } },
      },
    });
    const workflow = await seedWorkflow(db, {
      ...owner,
      id: newId(),
      reference: 'WF-RFP-20260101000000-OTHER2',
      kind: 'RFP_RESPONSE',
      state: 'READY',
      engine: 'rules',
      clientName: 'Their client',
      createdById: user.id,
      version: 1,
    });
    const inWorkflow = { ...owner, workflowId: workflow.id };
    await db.rfpResponse.create({ data: { ...inWorkflow, questionsTotal: 1 } });
    const question = await db.question.create({
      data: { ...inWorkflow, id: newId(), position: 1, kind: 'QUESTION', text: 'Secret?', start: 0, end: 7 },
    });
    const answer = await db.answer.create({
      data: {
        ...inWorkflow,
        id: newId(),
        questionId: question.id,
        text: 'Secret.',
        status: 'DRAFTED',
        answeredAt: new Date(),
      },
    });
    await db.event.create({
      data: {
        ...{ ...owner, position: 1, subjectType: 'RFP_RESPONSE', typeSequence: 1 },
        ...{ subjectId: workflow.id, sequence: 1, kind: 'answer-updated', at: new Date() },
        payload: { answerId: answer.id },
      },
    });
    await db.output.create({
      data: {
        ...inWorkflow,
        filename: 'theirs.docx',
        mediaType: 'text/plain',
        sizeBytes: 1,
        storageKey: `${organizationId}/x`,
        answersRevision: 0,
        writtenAt: new Date(),
      },
    });
    const document = await db.document.create({
      data: {
        ...inWorkflow,
        id: newId(),
        title: 'Their zanzibar letter',
        clientName: 'Their client',
        documentType: 'rfp_response',
        content: 'The zanzibar protocol is our secret.',
        versions: {
          create: { ...owner, version: 1, title: 'T', content: 'zanzibar', characters: 8 },
        },
      },
    });
    const source = await db.sourceDocument.create({
      data: {
        ...owner,
        id: newId(),
        contentHash: 'h',
        format: 'pdf',
        reader: 1,
        pageCount: 1,
        text: 'The zanzibar protocol is our secret.',
      },
    });
    const file = await db.storedFile.create({
      data: {
        ...owner,
        id: newId(),
        sha256: 'h',
        filename: 'theirs.pdf',
        format: 'pdf',
        sizeBytes: 1,
        storageKey: `${organizationId}/y`,
        sourceDocumentId: source.id,
      },
    });
    await db.rfpResponse.update({ where: { workflowId: workflow.id }, data: { fileId: file.id } });
    const item = await db.knowledgeItem.create({
      data: {
        ...owner,
        id: newId(),
        kind: 'text',
        title: 'T',
        source: 'S',
        contentHash: 'h',
        tags: ['theirs'],
        ownerId: user.id,
        createdById: user.id,
      },
    });
    await db.event.create({
      data: {
        ...{ ...owner, position: 2, subjectType: 'KNOWLEDGE_ITEM', typeSequence: 1 },
        ...{ subjectId: item.id, sequence: 1, kind: 'state-changed', at: new Date() },
        payload: { from: null, to: 'READY' },
      },
    });
    await db.eventCount.createMany({
      data: [
        { ...owner, subjectType: '', last: 2 },
        { ...owner, subjectType: 'RFP_RESPONSE', last: 1 },
        { ...owner, subjectType: 'KNOWLEDGE_ITEM', last: 1 },
      ],
    });
    await db.passage.create({
      data: {
        ...owner,
        id: newId(),
        itemId: item.id,
        position: 0,
        text: 'The zanzibar protocol is our secret.',
      },
    });
    const conversation = await db.conversation.create({
      data: { ...owner, id: newId(), title: 'Their zanzibar', createdById: user.id },
    });
    const qaAnswer = await db.qaAnswer.create({
      data: {
        ...owner,
        id: newId(),
        conversationId: conversation.id,
        position: 1,
        question: 'What is the zanzibar protocol?',
        text: 'Secret.',
        status: 'ANSWERED',
        engine: 'rules',
        leaseUntil: new Date(),
        helpful: false,
        feedbackAt: new Date(),
        createdById: user.id,
      },
    });
    await db.keyedWork.create({
      data: {
        ...{ organizationId: owner.organizationId, work: 'askQuestion', key: 'theirs', hash: 'theirs' },
        ...{ claim: newId(), claimedUntil: new Date(), outcome: { value: qaAnswer.id } },
      },
    });
    return {
      reference: workflow.reference,
      Workflow: workflow.id,
      Question: question.id,
      Answer: answer.id,
      Document: document.id,
      KnowledgeItem: item.id,
      Conversation: conversation.id,
      QaAnswer: qaAnswer.id,
      User: user.id,
      SourceDocument: source.id,
    };
  } finally {
    await db.$disconnect();
  }
}
