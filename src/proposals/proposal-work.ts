import type { KindOfWork } from '../rfp/index.js';
import { refreshOutput } from './refresh-output.js';
import { reopen } from './reopen.js';

export const proposalWork: KindOfWork = {
  reopenFailed: (tx, { id }) => reopen(tx, { workflowId: id, status: 'FAILED' }, null),
  refreshOutput,
};
