import type { LeftOut as LeftOutShape } from '../../src/formats/index.js';
import { builder } from '../builder.js';
import { LEFT_OUT, LeftOut } from '../left-out.js';

/** The file of a workflow. */
export const UploadedFile = builder.prismaObject('StoredFile', {
  variant: 'UploadedFile',
  description: 'A file as it was uploaded.',
  fields: (t) => ({
    filename: t.exposeString('filename', { description: 'The name that it came with.' }),
    format: t.exposeString('format', {
      description: 'What it was found to be: pdf, docx, … See docs/formats.md.',
    }),
    sizeBytes: t.exposeInt('sizeBytes', { description: 'Its size.' }),
    sha256: t.exposeString('sha256', { description: 'SHA-256 of its bytes, as hexadecimal digits.' }),
    pageCount: t.exposeInt('pageCount', {
      nullable: true,
      description: 'Null until it is read, and where the format has no pages of its own.',
    }),
    leftOut: t.field({
      type: [LeftOut],
      description: LEFT_OUT,
      select: { leftOut: true },
      resolve: ({ leftOut }) => leftOut as unknown as LeftOutShape[],
    }),
    uploadedAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was received.' }),
  }),
});
