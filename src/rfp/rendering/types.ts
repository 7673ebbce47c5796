import type { TextDocument } from '../output/index.js';

/** What a worker thread is asked to make. */
export interface RenderRequest {
  format: 'docx' | 'pdf';
  document: TextDocument;
}
