import { builder } from '../builder.js';

/** A file that a workflow came to. */
export interface OutputFileShape {
  filename: string;
  mediaType: string;
  sizeBytes: number;
  /** The readable id of its workflow. */
  reference: string;
  /** As the download calls it; left out: what the download gives where it is asked for none. */
  format?: string;
}

export const OutputFile = builder.objectRef<OutputFileShape>('OutputFile').implement({
  description: 'The written response, to download.',
  fields: (t) => ({
    filename: t.exposeString('filename'),
    url: t.string({
      resolve: ({ reference, format }, _args, { publicUrl }) =>
        `${publicUrl}/download/${encodeURIComponent(reference)}${format ? `?format=${format}` : ''}`,
    }),
    mediaType: t.exposeString('mediaType'),
    sizeBytes: t.exposeInt('sizeBytes'),
  }),
});
