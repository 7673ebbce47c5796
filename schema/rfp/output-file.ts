import { builder } from '../builder.js';
import { DownloadFormat, expiresIn, SignedUrl, signed } from '../signed-url.js';

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

const urlOf = (publicUrl: string, reference: string, format: string | undefined) =>
  `${publicUrl}/download/${encodeURIComponent(reference)}${format ? `?format=${format}` : ''}`;

export const OutputFile = builder.objectRef<OutputFileShape>('OutputFile').implement({
  description: 'The written response, to download.',
  fields: (t) => ({
    filename: t.exposeString('filename'),
    url: t.string({
      resolve: ({ reference, format }, _args, { publicUrl }) => urlOf(publicUrl, reference, format),
    }),
    signedUrl: t.field({
      type: SignedUrl,
      description: 'The same for a while without signing in.',
      args: {
        format: t.arg({ type: DownloadFormat, description: 'Left out: as `url`.' }),
        ...expiresIn(t.arg),
      },
      resolve: ({ reference, format }, given, context) =>
        signed(context, urlOf(context.publicUrl, reference, given.format ?? format), given.expiresIn),
    }),
    mediaType: t.exposeString('mediaType'),
    sizeBytes: t.exposeInt('sizeBytes'),
  }),
});
