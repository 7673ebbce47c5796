import type { TextDocument } from '../document.js';

/** What a worker thread is asked to make. */
export interface RenderRequest {
  format: 'docx' | 'pdf';
  document: TextDocument;
}
