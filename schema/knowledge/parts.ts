import type { LeftOut as LeftOutShape } from '../../src/formats/index.js';
import { isSent } from '../../src/knowledge/index.js';
import { builder } from '../builder.js';
import { LEFT_OUT, LeftOut } from '../left-out.js';
import { Answer } from '../rfp/answer.js';
import { SpeakerEnum, StanceEnum } from './enums.js';

export const KnowledgePassage = builder.prismaObject('Passage', {
  name: 'KnowledgePassage',
  description: 'A piece of an item, as it is found and quoted.',
  fields: (t) => ({
    position: t.exposeInt('position', { description: 'From 0.' }),
    text: t.exposeString('text', { description: 'Verbatim; of a pair, the answer.' }),
    question: t.exposeString('question', { nullable: true, description: 'Pairs only.' }),
    section: t.exposeString('section', { nullable: true, description: '"Security > Encryption".' }),
    page: t.exposeInt('page', { nullable: true, description: 'From 1.' }),
    start: t.exposeInt('start', { nullable: true, description: 'Offset in the extracted text.' }),
    end: t.exposeInt('end', { nullable: true }),
    speaker: t.field({
      type: SpeakerEnum,
      nullable: true,
      description: 'As a person has said of the item, else as detected; null until it is labelled.',
      select: { speaker: true, item: { select: { speaker: true } } },
      resolve: ({ speaker, item }) => item.speaker ?? speaker,
    }),
    stance: t.expose('stance', {
      type: StanceEnum,
      nullable: true,
      description: 'Null until it is labelled.',
    }),
  }),
});

export const StoredKnowledgeFile = builder.prismaObject('StoredFile', {
  variant: 'KnowledgeFile',
  description: 'The document of which an item was made.',
  fields: (t) => ({
    filename: t.exposeString('filename'),
    format: t.exposeString('format'),
    sizeBytes: t.exposeInt('sizeBytes'),
    pageCount: t.exposeInt('pageCount', {
      nullable: true,
      description: 'Null where the format has no pages of its own.',
    }),
    sha256: t.exposeString('sha256'),
    leftOut: t.field({
      type: [LeftOut],
      description: LEFT_OUT,
      resolve: (file) => file.leftOut as LeftOutShape[],
    }),
  }),
});

export const KnowledgeVersion = builder.prismaObject('KnowledgeVersion', {
  description: 'What an item held or holds. Of a replaced version this record is kept, not the file.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'From 1.' }),
    inUse: t.boolean({
      description: 'Whether answers are drawn from it.',
      select: { version: true, item: { select: { version: true } } },
      resolve: ({ version, item }) => version === item.version,
    }),
    file: t.relation('file', { type: StoredKnowledgeFile, nullable: true, description: 'Documents only.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    createdBy: t.relation('createdBy'),
  }),
});

export const KnowledgeUsage = builder.prismaObject('Answer', {
  variant: 'KnowledgeUsage',
  description: 'An answer that quotes the item.',
  fields: (t) => ({
    answer: t.variant(Answer),
    workflow: t.relation('workflow', { description: 'The response that it stands in.' }),
    sent: t.boolean({
      description: 'Whether the response was sent (SUBMITTED or CLOSED).',
      select: { workflow: { select: { run: { select: { state: true } } } } },
      resolve: ({ workflow }) => isSent(workflow.run.state),
    }),
  }),
});
