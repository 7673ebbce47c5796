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
export { type NewPassage, passagesOf, passagesOfText } from './passages.js';
export type { Hit, Search } from './search.js';
export { searchKnowledge } from './search-knowledge.js';
export { sentencesOf } from './sentences.js';
export { storePairs } from './store-pairs.js';
export { type UploadKnowledgeInput, uploadKnowledge } from './upload-knowledge.js';
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
