export { knowledgeIngestion } from './knowledge-ingestion.js';
export { rfpResponse } from './rfp-response.js';
