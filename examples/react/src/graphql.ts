import { initGraphQLTada, type ResultOf } from 'gql.tada';
import type { introspection } from './schema-types';

/** Typed by the schema: `npm run types` writes `schema-types.d.ts` from it. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string };
}>();

export const AnswerFields = graphql(`
  fragment AnswerFields on Answer @_unmask {
    id
    version
    text
    status
    confidence
    question {
      id
      position
      number
      text
    }
    sources {
      text
      metadata {
        source
      }
    }
  }
`);

export type Answer = ResultOf<typeof AnswerFields>;

export const WorkflowFields = graphql(`
  fragment WorkflowFields on Workflow @_unmask {
    id
    workflowId
    clientName
    state
    version
    progress {
      percent
      label
    }
    failure {
      message
    }
  }
`);

/** One workflow with its answers, as it is now. */
export const WorkflowQuery = graphql(
  `
    query Workflow($workflowId: String!) {
      workflow(workflowId: $workflowId) {
        ...WorkflowFields
        generatedResponses {
          ...AnswerFields
        }
      }
    }
  `,
  [WorkflowFields, AnswerFields],
);

export type Workflow = NonNullable<ResultOf<typeof WorkflowQuery>['workflow']>;

/** What happens to it. Each event carries what changed; `client.ts` brings it into the cache. */
export const WorkflowEvents = graphql(
  `
    subscription WorkflowEvents($workflowId: String!, $after: Int) {
      workflowEvents(workflowId: $workflowId, after: $after) {
        __typename
        sequence
        workflow {
          ...WorkflowFields
        }
        ... on AnswerUpdated {
          answer {
            ...AnswerFields
          }
        }
      }
    }
  `,
  [WorkflowFields, AnswerFields],
);

/** On a CONFLICT nothing is changed, and `current` is the answer as somebody else left it. */
export const UpdateAnswer = graphql(
  `
    mutation UpdateAnswer($input: UpdateAnswerInput!) {
      updateAnswer(input: $input) {
        answer {
          ...AnswerFields
        }
        current {
          ...AnswerFields
        }
        errors {
          code
          message
          currentVersion
        }
      }
    }
  `,
  [AnswerFields],
);
