import { enumOf } from '../kit/enum-of.js';

export type DocumentTypeName = 'proposal' | 'rfp_response';

export const DocumentTypeEnum = enumOf<DocumentTypeName>('DocumentType', 'What a document is written for.', {
  proposal: 'An offer of ours.',
  rfp_response: 'The answers to the questions of an RFP.',
});
