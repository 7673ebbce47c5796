import { renderDocument } from '../document.js';
import { renderPdf } from '../pdf/index.js';
import { renderResponse } from '../render.js';
import type { RenderRequest } from './types.js';

export default (request: RenderRequest): Promise<Uint8Array> => {
  switch (request.format) {
    case 'response':
      return renderResponse(request.document);
    case 'pdf':
      return renderPdf(request.document);
    case 'docx':
      return renderDocument(request.document);
  }
};
