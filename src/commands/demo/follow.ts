import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { bold, dim, green, oneLine, red, type Screen, yellow } from './screen.js';

const EVENTS = `subscription ($workflowId: String!) {
  workflowEvents(workflowId: $workflowId) {
    __typename
    workflow { progress { step steps label percent questionsTotal } }
    ... on WorkflowStateChanged { to }
    ... on QuestionsExtracted { totalQuestions }
    ... on AnswerUpdated { answer {
      text status confidence failure
      question { position number text }
      sources { metadata { source section } }
    } }
    ... on ReviewCompleted { reviewResult { overallQuality completenessScore issuesFound { severity } } }
    ... on OutputReady { outputFile { filename url } }
    ... on WorkflowFailed { failure { message } }
  }
}`;

interface Answer {
  text: string;
  status: string;
  confidence: number;
  failure: string | null;
  question: { position: number; number: string | null; text: string };
  sources: { metadata: { source: string; section: string | null } }[];
}

interface Event {
  __typename: string;
  workflow: {
    progress: { step: number; steps: number; label: string; percent: number; questionsTotal: number | null };
  };
  to?: string;
  totalQuestions?: number;
  answer?: Answer;
  reviewResult?: { overallQuality: string; completenessScore: number; issuesFound: unknown[] };
  outputFile?: { filename: string; url: string };
  failure?: { message: string };
}

/**
 * Follows a workflow live and shows what comes, until the response document is there.
 * @returns the document
 * @throws where the run fails
 */
export async function follow(
  url: string,
  workflowId: string,
  screen: Screen,
): Promise<{ filename: string; url: string }> {
  const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
  let shown = 0;
  try {
    for await (const { data, errors } of client.iterate<{ workflowEvents: Event }>({
      query: EVENTS,
      variables: { workflowId },
    })) {
      const event = data?.workflowEvents;
      if (!event) throw new Error(errors?.[0]?.message ?? 'the subscription broke off');
      screen.progress(event.workflow.progress);
      if (event.totalQuestions !== undefined)
        screen.line(`${bold(String(event.totalQuestions))} things to answer were found in the document.\n`);
      if (event.answer)
        showAnswer(screen, event.answer, ++shown, event.workflow.progress.questionsTotal ?? 0);
      if (event.reviewResult) showReview(screen, event.reviewResult);
      if (event.failure) throw new Error(event.failure.message);
      if (event.outputFile) return event.outputFile;
    }
  } finally {
    screen.endProgress();
    await client.dispose();
  }
  throw new Error('the subscription ended before the response was written');
}

function showAnswer(screen: Screen, answer: Answer, shown: number, total: number): void {
  const { question, status, confidence, sources } = answer;
  const count = dim(`[${String(shown).padStart(String(total).length)}/${total}]`);
  screen.line(`${count} ${bold(oneLine(`${question.number ?? ''} ${question.text}`))}`);
  screen.line(`  ${oneLine(answer.failure ?? withoutMarkdown(answer.text))}`);
  const places = [...new Set(sources.map(({ metadata }) => metadata.source))].join(', ');
  screen.line(`  ${mark(status)} ${dim(`confidence ${confidence.toFixed(2)} · ${places || 'no source'}`)}\n`);
}

const mark = (status: string) =>
  (status === 'DRAFTED' || status === 'APPROVED_MATCH' ? green : status === 'FAILED' ? red : yellow)(status);

const withoutMarkdown = (text: string) => text.replace(/^#+\s+|\*\*|`|^>\s?/gm, '');

function showReview(screen: Screen, review: NonNullable<Event['reviewResult']>): void {
  const complete = `${(review.completenessScore * 100).toFixed(0)} % complete`;
  screen.line(
    `Review: quality ${bold(review.overallQuality)}, ${complete}, ${review.issuesFound.length} points to look at.\n`,
  );
}
