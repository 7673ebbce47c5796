import type { App } from '../app-types.js';
import type { ResponseDocument, ResponseItem } from './output/index.js';

/** All that the response document shows, read at one moment. */
export async function loadResponse(app: App, workflowId: string): Promise<ResponseDocument> {
  const workflow = await app.db.workflow.findUniqueOrThrow({
    where: { id: workflowId },
    include: {
      file: { select: { filename: true } },
      review: { include: { issues: { orderBy: { position: 'asc' }, include: { question: true } } } },
      questions: {
        orderBy: { position: 'asc' },
        include: { answer: { include: { sources: { orderBy: { position: 'asc' } } } } },
      },
    },
  });
  const { review } = workflow;
  return {
    clientName: workflow.clientName,
    industry: workflow.industry,
    vendorName: app.env.vendorName,
    workflowId: workflow.reference,
    engine: workflow.engine,
    generatedAt: app.clock(),
    sourceFilename: workflow.file?.filename ?? '',
    sections: sectionsOf(workflow.questions),
    review: review && {
      overallQuality: review.overallQuality,
      completenessScore: review.completenessScore,
      issues: review.issues.map(({ code, severity, message, question }) => ({
        code,
        severity,
        message,
        questionPosition: question?.position ?? null,
      })),
    },
  };
}

type QuestionRow = {
  position: number;
  number: string | null;
  kind: string;
  text: string;
  section: string | null;
  context: string | null;
  page: number | null;
  answer: {
    text: string;
    status: ResponseItem['status'];
    confidence: number;
    failure: string | null;
    sources: ResponseItem['sources'];
  } | null;
};

/** Neighbors of one section stand together; the order is that of the document. */
function sectionsOf(questions: readonly QuestionRow[]): ResponseDocument['sections'] {
  const sections: ResponseDocument['sections'] = [];
  for (const row of questions) {
    const last = sections.at(-1);
    const section = last && last.title === row.section ? last : { title: row.section, items: [] };
    if (section !== last) sections.push(section);
    section.items.push(itemOf(row));
  }
  return sections;
}

const itemOf = ({ answer, ...question }: QuestionRow): ResponseItem => ({
  position: question.position,
  number: question.number,
  kind: question.kind.toLowerCase() as ResponseItem['kind'],
  question: question.text,
  context: question.context,
  page: question.page,
  answer: answer?.text ?? '',
  status: answer?.status ?? 'PENDING',
  confidence: answer?.confidence ?? 0,
  sources: answer?.sources ?? [],
  failure: answer?.failure ?? null,
});
