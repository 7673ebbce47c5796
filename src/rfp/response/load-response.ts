import type { App } from '../../app-types.js';
import {
  isFilename,
  type ResponseDocument,
  type ResponseItem,
  type ResponseSource,
} from '../../rendering/index.js';

/** All that the response document shows, read at one moment. */
export async function loadResponse(app: App, workflowId: string): Promise<ResponseDocument> {
  const workflow = await app.db.workflow.findUniqueOrThrow({
    where: { id: workflowId },
    include: {
      run: { select: { engine: true } },
      rfp: { select: { file: { select: { filename: true } } } },
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
    engine: workflow.run.engine,
    generatedAt: app.clock(),
    sourceFilename: workflow.rfp?.file?.filename ?? '',
    sections: sectionsOf(await withTitles(app, workflow.questions)),
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

type StoredSource = ResponseSource & { knowledgeId: string | null };

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
    choice: string | null;
    confidence: number;
    failure: string | null;
    sources: StoredSource[];
  } | null;
};

/** Questions whose sources that are files have the title of their document. */
async function withTitles(app: App, questions: readonly QuestionRow[]): Promise<QuestionRow[]> {
  const files = questions
    .flatMap(({ answer }) => answer?.sources ?? [])
    .filter((each) => isFilename(each.source));
  const ids = [...new Set(files.flatMap(({ knowledgeId }) => knowledgeId ?? []))];
  const items = await app.db.knowledgeItem.findMany({
    where: { id: { in: ids }, kind: { not: 'qa_pair' } },
    select: { id: true, title: true },
  });
  const titles = new Map(items.map(({ id, title }) => [id, title]));
  const named = (source: StoredSource) =>
    isFilename(source.source)
      ? { ...source, source: titles.get(source.knowledgeId ?? '') ?? source.source }
      : source;
  return questions.map(({ answer, ...question }) => ({
    ...question,
    answer: answer && { ...answer, sources: answer.sources.map(named) },
  }));
}

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
  choice: answer?.choice ?? null,
  status: answer?.status ?? 'PENDING',
  confidence: answer?.confidence ?? 0,
  sources: answer?.sources ?? [],
  failure: answer?.failure ?? null,
});
