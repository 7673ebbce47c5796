export {
  type AddAnswerInput,
  ANSWER_LIBRARY,
  addAnswerToLibrary,
  MOST_ANSWER,
  MOST_QUESTION,
  type Pair,
} from './add-answer.js';
export { type AddKnowledgeInput, addKnowledge } from './add-knowledge.js';
export { deleteKnowledge } from './delete-knowledge.js';
export { documentOfQuote } from './document-of-quote.js';
export { type ItemChange, type KnowledgeEvent, knowledgeItem, type Progress } from './events.js';
export {
  type KnowledgeFilter,
  type KnowledgeOrder,
  knowledgeOrder,
  knowledgeTags,
  knowledgeWhere,
} from './find-knowledge.js';
export { followKnowledge } from './follow-knowledge.js';
export { type Freshness, freshnessOf, withoutStale } from './freshness.js';
export {
  cutKnowledge,
  extractKnowledge,
  finishKnowledge,
  knowledgeIngestion,
} from './ingestion/index.js';
export { keepEmbedding } from './keep-embedding.js';
export { knowledgeSources } from './knowledge-sources.js';
export { labelPassages } from './labelling/index.js';
export { type NewPassage, passagesOf, passagesOfText } from './passages.js';
export { DONE, progressOf } from './progress.js';
export { type QueryVector, queryVector } from './query-vector.js';
export { reingestKnowledge } from './reingest-knowledge.js';
export { removePairs } from './remove-pairs.js';
export { type ReplaceKnowledgeInput, replaceKnowledge } from './replace-knowledge.js';
export { restoreKnowledge } from './restore-knowledge.js';
export { retryKnowledge } from './retry-knowledge.js';
export { searchKnowledge } from './search-knowledge.js';
export type { Filters, Hit, Search, SearchApp } from './search-types.js';
export { sentencesOf } from './sentences.js';
export type { Added } from './store-item.js';
export { storePairs } from './store-pairs.js';
export { canonicalStem, spelledOut } from './synonyms.js';
export { type UpdateKnowledgeInput, updateKnowledge } from './update-knowledge.js';
export { addReceivedOnce, type UploadKnowledgeInput, uploadKnowledge } from './upload-knowledge.js';
export { countUsages, isSent, SENT_STATES, usageWhere } from './usages.js';
export { bytesOf, similarityOf, vectorOf } from './vectors/vectors.js';
export {
  answerVoice,
  hasPlaceholder,
  isEvidence,
  placeholderIn,
  type Speaker,
  type Stance,
  sentenceVoice,
  type Voice,
  voiceOf,
} from './voice/index.js';
export {
  contentStems,
  GENERIC_STEMS,
  GENERIC_WEIGHT,
  isAskingWord,
  isStopWord,
  topicWords,
  type Word,
  wordsOf,
} from './words.js';
export { type ItemEvents, writeEventsOfAll } from './write-events.js';
