import type { KeptSource } from '../src/grounding/index.js';
import { builder } from './builder.js';
import { globalId } from './ids.js';
import { SpeakerEnum, StanceEnum } from './knowledge/enums.js';

export type SourceMetadataShape = Omit<KeptSource, 'text' | 'score'>;

/** Where a passage stands; for search hits as for the sources of an answer. */
export const SourceMetadata = builder.objectRef<SourceMetadataShape>('SourceMetadata').implement({
  description: 'Where a source stands in the document it was taken from.',
  fields: (t) => ({
    source: t.exposeString('source'),
    section: t.exposeString('section', { nullable: true }),
    page: t.exposeInt('page', { nullable: true }),
    start: t.exposeInt('start', { nullable: true }),
    end: t.exposeInt('end', { nullable: true }),
    speaker: t.field({
      type: SpeakerEnum,
      nullable: true,
      description: 'Null where it was not known yet when it was found.',
      resolve: ({ speaker }) => speaker ?? null,
    }),
    stance: t.field({
      type: StanceEnum,
      nullable: true,
      description: 'Null where it was not known yet when it was found.',
      resolve: ({ stance }) => stance ?? null,
    }),
    knowledgeId: t.id({
      nullable: true,
      resolve: ({ knowledgeId }) => knowledgeId && globalId('KnowledgeItem', knowledgeId),
    }),
  }),
});
