/** Responses and documents as files, and the names they are downloaded under. */

export { EMPTY as NO_ANSWER, placeOf, placeOfSource, quoteOf } from './answer.js';
export { legalText, oneLine } from './clean.js';
export { isFilename, nameForClient } from './client-names.js';
export { responseTitle } from './cover.js';
export { renderDocument, type TextDocument } from './document.js';
export { contentDisposition, documentFilename, type FileExtension, responseFilename } from './filename.js';
export { forClient, inert } from './markdown/for-client.js';
export { openSummary, reviewVerdict, severityName, whatIsMissing } from './open-points.js';
export { renderResponse } from './render.js';
export { answerMark, isOfPerson, isOpen } from './status.js';
export { markdownTable } from './text-tables.js';
export type { Paper } from './theme.js';
export type {
  ResponseDocument,
  ResponseItem,
  ResponseSection,
  ResponseSource,
  ReviewSummary,
} from './types.js';
export { renderFile, renderInRun } from './worker/render-file.js';
