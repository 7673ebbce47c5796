import { WorkflowKind, WorkflowState } from '../../../generated/client/enums.js';
import { hasReached, PROGRESS_STEPS, progressOf, type StoryState } from '../../rfp/index.js';

/** How a field is read with SQL. `row` is the alias of the row of its type; `$3` is the service's address. */
export type Column =
  | { sql: (row: string) => string }
  /** Another object made of the same row, or of one that is joined to it; null where `when` does not hold. */
  | { type: string; row: (row: string) => string; when?: (row: string) => string }
  /** Objects of other rows: one or null, or a list. */
  | { type: string; one: (row: string, other: string) => string }
  | {
      type: string;
      many: (row: string, other: string) => string;
      order: (other: string) => string;
      when?: (row: string) => string;
    };

type Columns = Record<string, Column>;

const column = (name: string): Column => ({ sql: (row) => `${row}.${name}` });
const columns = (...names: string[]): Columns =>
  Object.fromEntries(
    names.map((name) => [name, column(name.replace(/[A-Z]/g, (it) => `_${it.toLowerCase()}`))]),
  );
const globalId = (type: string, id = 'id'): Column => ({
  sql: (row) => `encode(convert_to('${type}:' || ${row}.${id}, 'UTF8'), 'base64')`,
});
const time = (name: string): Column => ({
  sql: (row) => `to_char(${row}.${name} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
});

const STOPPED: readonly WorkflowState[] = ['ERROR', 'CANCELLED'];

/** A value that is a pure function of where a workflow of some kind stands, as a look-up. */
function byPosition<T>(read: (position: Parameters<typeof progressOf>[0]) => T): (row: string) => string {
  const states = Object.values(WorkflowState);
  // Where it stopped matters only for one that has stopped.
  const positions = states.flatMap((state) =>
    STOPPED.includes(state)
      ? [null, ...states].map((resumeState) => ({ state, resumeState }))
      : [{ state, resumeState: null }],
  );
  const entries = Object.values(WorkflowKind).flatMap((kind) =>
    positions.map((position) => [
      `${kind} ${position.state} ${position.resumeState ?? ''}`,
      read({ ...position, kind }),
    ]),
  );
  const table = JSON.stringify(Object.fromEntries(entries)).replaceAll("'", "''");
  return (row) => {
    const where = `CASE WHEN ${row}.state IN ('ERROR', 'CANCELLED') THEN coalesce(${row}.resume_state::text, '') ELSE '' END`;
    return `('${table}'::jsonb -> (${row}.kind || ' ' || ${row}.state || ' ' || ${where}))`;
  };
}
const reached = (state: StoryState) => {
  const lookUp = byPosition((position) => hasReached(position, state));
  return (row: string) => `${row}.kind = 'RFP_RESPONSE' AND ${lookUp(row)}::boolean`;
};

const question = (row: string) => `${row}_question`;
/** Every answer comes with its question: it is ordered by it, and mostly shown with it. */
const answers = (row: string) =>
  `answer ${row} JOIN question ${question(row)} ON ${question(row)}.id = ${row}.question_id`;
const sameRow = (row: string) => row;

/** By type, the fields that one statement can read; the same values as the resolvers of `schema/rfp` give. */
export const POLLED_COLUMNS: Record<string, Columns> = {
  Workflow: {
    ...columns('kind', 'state', 'engine', 'clientName', 'industry', 'version'),
    id: globalId('Workflow'),
    workflowId: column('reference'),
    createdAt: time('created_at'),
    updatedAt: time('updated_at'),
    completedAt: time('completed_at'),
    progress: { type: 'WorkflowProgress', row: sameRow },
    rfpAnalysis: { type: 'RfpAnalysis', row: sameRow, when: reached('ROUTING') },
    generatedResponses: {
      type: 'Answer',
      many: (row, other) =>
        `${answers(other)} WHERE ${other}.workflow_id = ${row}.id AND ${other}.answered_at IS NOT NULL`,
      order: (other) => `${question(other)}.position`,
      when: reached('GENERATING'),
    },
    reviewResult: {
      type: 'ReviewResult',
      one: (row, other) => `review ${other} WHERE ${other}.workflow_id = ${row}.id`,
    },
    outputFile: {
      type: 'OutputFile',
      one: (row, other) => `output ${other} WHERE ${other}.workflow_id = ${row}.id`,
    },
    failure: { type: 'WorkflowFailure', row: sameRow, when: (row) => `${row}.state = 'ERROR'` },
  },
  WorkflowProgress: {
    ...columns('percent', 'questionsTotal', 'questionsAnswered'),
    step: { sql: byPosition((position) => progressOf(position, 0).step) },
    steps: { sql: () => String(PROGRESS_STEPS) },
    label: { sql: byPosition((position) => progressOf(position, 0).label) },
  },
  RfpAnalysis: {
    ...columns('sections', 'pageCount'),
    totalQuestions: { sql: (row) => `coalesce(${row}.questions_total, 0)` },
    questions: {
      type: 'Question',
      many: (row, other) => `question ${other} WHERE ${other}.workflow_id = ${row}.id`,
      order: (other) => `${other}.position`,
    },
  },
  Question: {
    ...columns('position', 'number', 'kind', 'text', 'section', 'context', 'route'),
    id: globalId('Question'),
    location: { type: 'TextLocation', row: sameRow },
    answer: {
      type: 'Answer',
      one: (row, other) => `${answers(other)} WHERE ${other}.question_id = ${row}.id`,
    },
  },
  TextLocation: { ...columns('page', 'start'), end: column('"end"') },
  Answer: {
    ...columns('text', 'confidence', 'status', 'failure'),
    id: globalId('Answer'),
    question: { type: 'Question', row: question },
    sources: {
      type: 'Source',
      many: (row, other) => `answer_source ${other} WHERE ${other}.answer_id = ${row}.id`,
      order: (other) => `${other}.position`,
    },
    updatedAt: time('updated_at'),
    aiRequest: {
      type: 'AiRequest',
      one: (row, other) => `ai_request ${other} WHERE ${other}.id = ${row}.ai_request_id`,
    },
  },
  AiRequest: {
    ...columns('task', 'modelTask', 'provider', 'credentialName', 'model', 'position', 'promptVersion'),
    ...columns('promptHash', 'parameters', 'inputTokens', 'outputTokens', 'latencyMs', 'outcome'),
    id: globalId('AiRequest'),
    cost: { sql: (row) => `${row}.cost::float8` },
    at: time('at'),
  },
  Source: { ...columns('text', 'score'), metadata: { type: 'SourceMetadata', row: sameRow } },
  SourceMetadata: {
    ...columns('source', 'section', 'page', 'start'),
    end: column('"end"'),
    knowledgeId: globalId('KnowledgeItem', 'knowledge_id'),
  },
  ReviewResult: {
    ...columns('overallQuality', 'completenessScore'),
    reviewedAt: time('reviewed_at'),
    issuesFound: {
      type: 'ReviewIssue',
      many: (row, other) => `review_issue ${other} WHERE ${other}.workflow_id = ${row}.workflow_id`,
      order: (other) => `${other}.position`,
    },
  },
  ReviewIssue: {
    ...columns('code', 'severity', 'message'),
    question: {
      type: 'Question',
      one: (row, other) => `question ${other} WHERE ${other}.id = ${row}.question_id`,
    },
  },
  OutputFile: {
    ...columns('filename', 'mediaType', 'sizeBytes'),
    // References hold nothing that a URL would have to escape, see `readableId`.
    url: {
      sql: (row) => `(SELECT $3 || '/download/' || reference FROM workflow WHERE id = ${row}.workflow_id)`,
    },
  },
  WorkflowFailure: {
    code: { sql: (row) => `coalesce(${row}.failure_code, 'INTERNAL')` },
    message: { sql: (row) => `coalesce(${row}.failure_message, '')` },
    at: {
      sql: (row) =>
        `to_char(coalesce(${row}.failure_at, 'epoch') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    },
    retryable: { sql: (row) => `coalesce(${row}.failure_retryable, true)` },
  },
};
