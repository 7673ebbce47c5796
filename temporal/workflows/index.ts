export { knowledgeIngestion } from './knowledge-ingestion.js';
export { quickProposal } from './quick-proposal.js';
export { rfpResponse } from './rfp-response.js';
export * from './sweeps.js';
