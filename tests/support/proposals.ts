import type { ApiClient, Reply } from './api-client.js';
import { followEvents } from './follow-events.js';

const CREATE = `mutation ($input: CreateQuickProposalInput!) {
  createQuickProposal(input: $input) {
    workflow { id workflowId kind state engine clientName industry version }
    errors { code message path }
  }
}`;

/** What a client of the sample knowledge's vendor might want: two things it speaks of, one it does not. */
export const REQUIREMENTS = `We are looking for a new platform for our patient letters.

- All data at rest must be encrypted.
- The disaster recovery plan has to be tested every year.
- Staff need onsite catering during the training.
`;

export const createProposal = async (api: ApiClient, input: Record<string, unknown> = {}): Promise<Reply> =>
  (await api.run(CREATE, { input: { clientName: 'Northwind', requirements: REQUIREMENTS, ...input } }))
    .createQuickProposal;

const EVENTS = `subscription ($workflowId: String!, $after: Int) {
  workflowEvents(workflowId: $workflowId, after: $after) {
    __typename
    sequence
    ... on WorkflowStateChanged { from to }
    ... on RequirementsExtracted { totalRequirements }
    ... on ProposalOutlined { totalSections }
    ... on ProposalSectionUpdated { section { id position title status content confidence sources { text } } }
    ... on ReviewCompleted { reviewResult { overallQuality completenessScore } }
    ... on OutputReady { outputFile { filename url } }
    ... on WorkflowFailed { failure { code message retryable } }
  }
}`;

/** Follows a proposal by subscription until `until` says so; returns the events seen. */
export const proposalEvents = (
  api: ApiClient,
  workflowId: string,
  until: (event: Reply) => boolean,
  after = 0,
): Promise<Reply[]> => followEvents(api, EVENTS, workflowId, until, after);

/** Follows it until its file is written; fails where the run ends otherwise. */
export async function untilWritten(api: ApiClient, workflowId: string, after = 0): Promise<Reply[]> {
  const events = await proposalEvents(
    api,
    workflowId,
    ({ __typename, to }) => __typename === 'OutputReady' || to === 'ERROR' || to === 'CANCELLED',
    after,
  );
  const { __typename } = events.at(-1);
  if (__typename !== 'OutputReady') throw new Error(`the run ended: ${JSON.stringify(events.slice(-2))}`);
  return events;
}

const PROPOSAL = `query ($workflowId: String!) {
  workflow(workflowId: $workflowId) {
    id workflowId kind state engine version clientName completedAt
    progress { step steps label percent questionsTotal questionsAnswered }
    rfpAnalysis { totalQuestions } generatedResponses { id } documentBlocks { text }
    proposalContent
    proposalTemplate { id templateId name version sections { kind title } }
    proposalRequirements { position kind text start end covered section { title } }
    proposalSections { id position kind title content status confidence failure
      requirements { position } sources { text score metadata { source section start end knowledgeId } } }
    reviewResult { overallQuality completenessScore issuesFound { code severity message section { title } question { id } } }
    outputFile { filename url mediaType sizeBytes }
    document { title content version documentType clientName lastEditedBy { email } }
    failure { code message retryable }
  }
}`;

export const getProposal = async (api: ApiClient, workflowId: string): Promise<Reply> =>
  (await api.run(PROPOSAL, { workflowId })).workflow;

/** A proposal that has been written. */
export async function writtenProposal(api: ApiClient, input: Record<string, unknown> = {}): Promise<Reply> {
  const { workflow, errors } = await createProposal(api, input);
  if (!workflow) throw new Error(errors[0]?.message);
  await untilWritten(api, workflow.workflowId);
  return getProposal(api, workflow.workflowId);
}
