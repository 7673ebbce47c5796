import { builder } from './builder.js';
import { SourceMetadata, type SourceMetadataShape } from './source-metadata.js';

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
    metadata: t.field({ type: SourceMetadata, resolve: (source) => source }),
  }),
});
