export { type AddAnswerInput, addAnswerToLibrary } from './add-answer.js';
export { type AddKnowledgeInput, addKnowledge } from './add-knowledge.js';
export { deleteKnowledge } from './delete-knowledge.js';
export { keepEmbedding } from './keep-embedding.js';
export { type NewPassage, passagesOf, passagesOfText } from './passages.js';
export { searchKnowledge } from './search-knowledge.js';
export type { Filters, Hit, Search } from './search-types.js';
export { sentencesOf } from './sentences.js';
export { type UploadKnowledgeInput, uploadKnowledge } from './upload-knowledge.js';
export {
  contentStems,
  GENERIC_STEMS,
  GENERIC_WEIGHT,
  isStopWord,
  topicWords,
  type Word,
  wordsOf,
} from './words.js';
