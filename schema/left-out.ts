import { LEFT_OUT_KINDS, type LeftOut as LeftOutShape } from '../src/formats/index.js';
import { builder } from './builder.js';

const LeftOutKindEnum = builder.enumType('LeftOutKind', {
  description: 'A kind of content that a file has and that is not read.',
  values: LEFT_OUT_KINDS,
});

export const LeftOut = builder.objectRef<LeftOutShape>('LeftOut').implement({
  description: 'Content of a file that was seen and not read.',
  fields: (t) => ({
    kind: t.expose('kind', { type: LeftOutKindEnum }),
    count: t.exposeInt('count', { description: 'How many there are: at least 1.' }),
    message: t.exposeString('message', { description: 'For people: what is missing, and what to do.' }),
    page: t.exposeInt('page', {
      nullable: true,
      description: 'The first page that has some, from 1. Null where the format has no pages.',
    }),
  }),
});

export const LEFT_OUT =
  'What of the file is not read, by kind. Said at the upload as far as was looked by then, in full when the file is read.';
