import { useEffect, useState } from 'react';
import { UploadForm } from './UploadForm';
import { WorkflowPage } from './WorkflowPage';

const idInAddress = () => /^#(WF-.+)/.exec(location.hash)?.[1] ?? null;

/** The address names the workflow (`#WF-RFP-…`), so that it can be opened again, or by somebody else. */
export function App() {
  const [workflowId, setWorkflowId] = useState(idInAddress);
  useEffect(() => {
    const follow = () => setWorkflowId(idInAddress());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return (
    <main>
      <h1>
        <a href="#new">Bidwright</a>
      </h1>
      {workflowId ? (
        <WorkflowPage key={workflowId} workflowId={workflowId} />
      ) : (
        <UploadForm
          onUploaded={(id) => {
            location.hash = id;
          }}
        />
      )}
    </main>
  );
}
