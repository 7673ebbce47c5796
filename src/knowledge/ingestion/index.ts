export { BEGUN, beginIngestion } from './begin.js';
export { cutKnowledge } from './cut.js';
export { extractKnowledge } from './extract.js';
export { failKnowledge, type IngestionFailure } from './fail.js';
export { clearReplaced, finishKnowledge, inUse } from './finish.js';
export { backToFormer, forgetVersion } from './refuse.js';
export { IngestionSuperseded, runOf } from './run.js';
export { awaitIngestion, ingestNow, refuseUnreadable } from './settle.js';
export { startMissingIngestions } from './sweep.js';
