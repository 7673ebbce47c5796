/** The response as a Word document, and the name it is downloaded under. */
export { contentDisposition, responseFilename } from './filename.js';
export { renderResponse } from './render.js';
export type { Paper } from './theme.js';
export type {
  ResponseDocument,
  ResponseItem,
  ResponseSection,
  ResponseSource,
  ReviewSummary,
} from './types.js';
