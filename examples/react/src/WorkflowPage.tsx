import { useState } from 'react';
import { useQuery, useSubscription } from 'urql';
import { AnswerCard } from './AnswerCard';
import { type Workflow, WorkflowEvents, WorkflowQuery } from './graphql';

export function WorkflowPage({ workflowId }: { workflowId: string }) {
  const [{ data, fetching, error }] = useQuery({ query: WorkflowQuery, variables: { workflowId } });
  if (data?.workflow) return <LiveWorkflow workflow={data.workflow} />;
  if (fetching) return <p>Loading …</p>;
  return <p role="alert">{error?.message ?? `There is no workflow ${workflowId}.`}</p>;
}

/** A workflow that was read, kept as it is now by the events that come after. */
function LiveWorkflow({ workflow }: { workflow: Workflow }) {
  const { workflowId, clientName, state, progress, failure } = workflow;
  // The version of a workflow is the sequence of its last event: following goes on from what was read, once.
  const [after] = useState(workflow.version);
  useSubscription({ query: WorkflowEvents, variables: { workflowId, after } });

  const answers = (workflow.generatedResponses ?? []).toSorted(
    (a, b) => a.question.position - b.question.position,
  );
  return (
    <>
      <header>
        <h2>{clientName}</h2>
        <p>
          <strong data-testid="state">{state}</strong> {progress.label}
        </p>
        <progress value={progress.percent} max={100} aria-label="Progress" />
        {failure && <p role="alert">{failure.message}</p>}
        {(state === 'READY' || state === 'SUBMITTED') && (
          <p>
            <a href={`/download/${workflowId}?format=docx`} download>
              Download the response
            </a>
          </p>
        )}
      </header>
      {answers.map((answer) => (
        <AnswerCard key={answer.id} answer={answer} />
      ))}
    </>
  );
}
