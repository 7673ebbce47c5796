export { beginIngestion, cancelIngestion, createIngestion } from './begin.js';
export { cutKnowledge } from './cut.js';
export { extractKnowledge } from './extract.js';
export { clearReplaced, finishKnowledge, inUse } from './finish.js';
export { runOf } from './ingestion.js';
export { knowledgeIngestion } from './ingestion-kind.js';
export { backToFormer, forgetUnused, targetOf } from './refuse.js';
export { awaitIngestion, ingestNow, refuseUnreadable } from './settle.js';
