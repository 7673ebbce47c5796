import { documentOfQuote } from '../src/knowledge/index.js';
import { builder } from './builder.js';
import { SourceMetadata, type SourceMetadataShape } from './source-metadata.js';
import { Citation } from './sources.js';

export interface SourceShape extends SourceMetadataShape {
  text: string;
  score: number;
}

/** For the answers of an RFP as for those to questions. */
export const Source = builder.objectRef<SourceShape>('Source').implement({
  description: 'A passage quoted in support of an answer.',
  fields: (t) => ({
    text: t.exposeString('text', { description: 'Verbatim.' }),
    score: t.exposeFloat('score', { description: '0 to 1.' }),
    citation: t.field({
      type: Citation,
      description:
        'The same with the document that it was taken from, and where on its pages or in which cell it stands.',
      resolve: ({ text: quote, page, start, end, knowledgeId }, _args, { app }) => ({
        quote,
        page,
        start,
        end,
        documentId: () => documentOfQuote(app, { quote, start, end, knowledgeId }),
      }),
    }),
    metadata: t.field({ type: SourceMetadata, resolve: (source) => source }),
  }),
});
