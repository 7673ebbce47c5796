/**
 * The fields whose value can change only with a numbered event of the workflow they belong to. A response made
 * of these alone is good until the next event. What is not listed is taken to change by itself: names and roles
 * of users, and fields that are added later, until somebody has made sure of them.
 */
const VERSIONED: Record<string, readonly string[]> = {
  Workflow: [
    'id',
    'workflowId',
    'kind',
    'state',
    'engine',
    'progress',
    'clientName',
    'industry',
    'createdAt',
    'updatedAt',
    'completedAt',
    'version',
    'rfpAnalysis',
    'generatedResponses',
    'proposalSections',
    'proposalRequirements',
    'proposalTemplate',
    'reviewResult',
    'outputFile',
    'failure',
  ],
  WorkflowProgress: ['step', 'steps', 'label', 'percent', 'questionsTotal', 'questionsAnswered'],
  RfpAnalysis: ['totalQuestions', 'sections', 'pageCount', 'questions'],
  Question: [
    'id',
    'position',
    'number',
    'kind',
    'text',
    'section',
    'context',
    'route',
    'questionRoute',
    'options',
    'hint',
    'cell',
    'commentCell',
    'location',
    'answer',
  ],
  SheetCell: ['sheet', 'reference'],
  TextLocation: ['page', 'start', 'end'],
  Answer: [
    'id',
    'question',
    'text',
    'choice',
    'comment',
    'sources',
    'confidence',
    'status',
    'updatedAt',
    'failure',
    'aiRequest',
  ],
  // On record before the answer is, and never changed.
  AiRequest: [
    'id',
    'task',
    'modelTask',
    'provider',
    'credentialName',
    'model',
    'position',
    'promptVersion',
    'promptHash',
    'parameters',
    'inputTokens',
    'outputTokens',
    'cost',
    'latencyMs',
    'outcome',
    'at',
  ],
  Source: ['text', 'score', 'metadata'],
  SourceMetadata: ['source', 'section', 'page', 'start', 'end', 'knowledgeId'],
  ReviewResult: ['overallQuality', 'completenessScore', 'issuesFound', 'reviewedAt'],
  ReviewIssue: ['code', 'severity', 'message', 'question', 'section'],
  ProposalSection: [
    'id',
    'position',
    'kind',
    'title',
    'purpose',
    'content',
    'status',
    'confidence',
    'sources',
    'requirements',
    'updatedAt',
    'failure',
    'aiRequest',
  ],
  ProposalSource: ['text', 'score', 'metadata'],
  ProposalRequirement: ['position', 'kind', 'text', 'start', 'end', 'covered', 'section'],
  ProposalTemplateUsed: ['id', 'name', 'version', 'sections'],
  ProposalTemplateSection: ['kind', 'title', 'purpose', 'topics', 'covers', 'words'],
  OutputFile: ['filename', 'url', 'mediaType', 'sizeBytes'],
  WorkflowFailure: ['code', 'message', 'at', 'retryable'],
};

const coordinates = new Set(
  Object.entries(VERSIONED).flatMap(([type, fields]) => fields.map((field) => `${type}.${field}`)),
);

/** Whether the field changes only with events of its workflow. */
export const isVersioned = (type: string, field: string): boolean =>
  field === '__typename' || coordinates.has(`${type}.${field}`);

/** All of them as `Type.field`. */
export const versionedFields: ReadonlySet<string> = coordinates;
