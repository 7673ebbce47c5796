import type { TextDocument } from '../document.js';
import type { ResponseDocument } from '../types.js';

/** What a thread is asked to make. */
export type RenderRequest =
  | { format: 'docx' | 'pdf'; document: TextDocument }
  | { format: 'response'; document: ResponseDocument };
