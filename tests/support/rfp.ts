import type { ApiClient, Reply } from './api-client.js';
import { followEvents } from './follow-events.js';

const UPLOAD = `mutation ($file: File!, $clientName: String!, $industry: String, $idempotencyKey: String) {
  uploadRfp(input: { file: $file, clientName: $clientName, industry: $industry, idempotencyKey: $idempotencyKey }) {
    workflow { id workflowId state engine clientName industry version }
    errors { code message path }
  }
}`;

export const uploadRfp = async (
  api: ApiClient,
  file: { name: string; content: Uint8Array },
  variables: Record<string, unknown> = {},
): Promise<Reply> => (await api.upload(UPLOAD, file, { clientName: 'Northwind', ...variables })).uploadRfp;

/** A text RFP with the given things to answer, one a numbered line. */
export const textRfp = (questions: readonly string[], title = 'Request for Proposals') => ({
  name: 'rfp.txt',
  content: Buffer.from(
    `${title}\n\n1. Questions to the vendor\n\n${questions.map((text, i) => `1.${i + 1} ${text}\n\n`).join('')}`,
  ),
});

const EVENTS = `subscription ($workflowId: String!, $after: Int) {
  workflowEvents(workflowId: $workflowId, after: $after) {
    __typename
    sequence
    ... on WorkflowStateChanged { from to }
    ... on QuestionsExtracted { totalQuestions }
    ... on AnswerUpdated { answer { id status text confidence question { position } sources { text } } }
    ... on ReviewCompleted { reviewResult { overallQuality completenessScore } }
    ... on OutputReady { outputFile { filename url } }
    ... on WorkflowFailed { failure { code message retryable } }
  }
}`;

/** Follows a workflow by subscription until `until` says so; returns the events seen. */
export const eventsUntil = (
  api: ApiClient,
  workflowId: string,
  until: (event: Reply, all: Reply[]) => boolean,
  after = 0,
): Promise<Reply[]> => followEvents(api, EVENTS, workflowId, until, after);

export const reached =
  (...states: string[]) =>
  (event: Reply) =>
    event.__typename === 'WorkflowStateChanged' && states.includes(event.to);

/** Follows a workflow until it is READY; fails where it ends otherwise. */
export async function untilReady(api: ApiClient, workflowId: string, after = 0): Promise<Reply[]> {
  // OutputReady comes after the change of state, in the same transaction.
  const events = await eventsUntil(
    api,
    workflowId,
    (event, all) =>
      reached('ERROR', 'CANCELLED')(event) ||
      (event.__typename === 'OutputReady' && all.some(reached('READY'))),
    after,
  );
  const stopped = events.find(reached('ERROR', 'CANCELLED'));
  if (stopped) throw new Error(`the run ended in ${stopped.to}: ${JSON.stringify(events.at(-1))}`);
  return events;
}

const WORKFLOW = `query ($workflowId: String!) {
  workflow(workflowId: $workflowId) {
    id workflowId state engine version clientName completedAt
    progress { step steps label percent questionsTotal questionsAnswered }
    rfpAnalysis { totalQuestions sections pageCount questions {
      id position number kind text section context route location { page start end } answer { id status }
    } }
    generatedResponses { id text status confidence failure updatedBy { email } question { position text }
      sources { text score metadata { source section page start end knowledgeId } } }
    reviewResult { overallQuality completenessScore reviewedAt issuesFound { code severity message question { position } } }
    outputFile { filename url mediaType sizeBytes }
    failure { code message at retryable }
  }
}`;

export const getWorkflow = async (api: ApiClient, workflowId: string): Promise<Reply> =>
  (await api.run(WORKFLOW, { workflowId })).workflow;
