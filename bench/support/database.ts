import { join, resolve } from 'node:path';
import { type Actor, DEFAULT_ACTOR, ensureDefaultActor } from '../../src/identity/index.js';
import { openDatabase } from '../../src/platform/database/db.js';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';
import { applyMigrations } from '../../src/platform/database/migrations.js';
import { newId } from '../../src/platform/ids.js';
import { temporaryFolder } from '../../tests/support/folder.js';

export const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** A PostgreSQL server for one benchmark, with our tables; durable as in production. Gone at the end. */
export async function benchDatabase(): Promise<{ url: string; [Symbol.asyncDispose](): Promise<void> }> {
  const folder = temporaryFolder();
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder.path, 'postgres'),
    port: 0,
    database: 'bench',
    log: quiet,
    settings: { max_connections: '200' },
  });
  await applyMigrations(postgres.url, resolve('prisma/migrations'));
  return {
    url: postgres.url,
    async [Symbol.asyncDispose]() {
      await postgres.stop();
      folder[Symbol.dispose]();
    },
  };
}

export interface SeededWorkflow {
  id: string;
  organizationId: string;
  reference: string;
  answerIds: string[];
}

const TEXT =
  'All data are encrypted at rest with AES-256 and in transit with TLS 1.3. Keys are rotated each year and held in ' +
  'a hardware module; access to them is logged and reviewed each quarter [1].';

/** Workflows that are READY, each with the given number of drafted answers, a review and a document. */
export async function seedWorkflows(
  url: string,
  count: number,
  answers: number,
  { organizationId, userId }: Pick<Actor, 'organizationId' | 'userId'> = DEFAULT_ACTOR,
): Promise<SeededWorkflow[]> {
  const { db, close } = openDatabase(url, 2, quiet as never);
  try {
    await ensureDefaultActor(db);
    const workflows = Array.from({ length: count }, (_, i) => ({
      id: newId(),
      organizationId,
      reference: `WF-RFP-${organizationId.slice(-6)}-${String(i).padStart(6, '0')}`,
      answerIds: Array.from({ length: answers }, () => newId()),
    }));
    await db.run.createMany({
      data: workflows.map(({ id, reference }) => ({
        id,
        reference,
        organizationId,
        kind: 'RFP_RESPONSE',
        state: 'READY',
        engine: 'rules',
        createdById: userId,
        percent: 100,
        version: 1,
      })),
    });
    await db.workflow.createMany({
      data: workflows.map(({ id }) => ({ id, organizationId, clientName: 'Northwind' })),
    });
    await db.rfpResponse.createMany({
      data: workflows.map(({ id: workflowId }) => ({
        workflowId,
        organizationId,
        questionsTotal: answers,
        questionsAnswered: answers,
      })),
    });
    const at = new Date();
    await db.event.createMany({
      data: workflows.map(({ id }, i) => ({
        ...{ organizationId, position: i + 1, subjectType: 'RFP_RESPONSE', typeSequence: i + 1 },
        ...{ subjectId: id, sequence: 1, kind: 'output-ready', payload: {}, at },
      })),
    });
    await db.eventCount.createMany({
      data: ['', 'RFP_RESPONSE'].map((subjectType) => ({ organizationId, subjectType, last: count })),
    });
    for (const { id: workflowId, answerIds } of workflows) {
      const owner = { organizationId, workflowId };
      const questions = answerIds.map((_, i) => ({ id: newId(), position: i + 1 }));
      await db.question.createMany({
        data: questions.map(({ id, position }) => ({
          ...owner,
          id,
          position,
          kind: 'QUESTION',
          text: `Describe in which way your product protects the data of its users (part ${position}).`,
          start: position * 100,
          end: position * 100 + 80,
        })),
      });
      await db.answer.createMany({
        data: answerIds.map((id, i) => ({
          ...owner,
          id,
          questionId: questions[i]!.id,
          text: TEXT,
          confidence: 0.8,
          status: 'DRAFTED',
          answeredAt: at,
        })),
      });
      await db.review.create({
        data: { ...owner, overallQuality: 'HIGH', completenessScore: 1, reviewedAt: at },
      });
      await db.reviewIssue.createMany({
        data: [1, 2].map((position) => ({
          ...owner,
          id: newId(),
          position,
          code: 'UNSUPPORTED_CLAIM',
          severity: 'MEDIUM',
          message: 'The answer claims something that no source says.',
        })),
      });
      await db.output.create({
        data: {
          ...owner,
          filename: 'Northwind-response.docx',
          mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
          sizeBytes: 48_000,
          storageKey: 'none',
          answersRevision: 0,
          writtenAt: at,
        },
      });
    }
    return workflows;
  } finally {
    await close();
  }
}
