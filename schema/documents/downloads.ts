import { builder } from '../builder.js';
import { DownloadFormat, expiresIn, SignedUrl, signed } from '../signed-url.js';

/** Which text is downloaded. */
export interface DownloadTarget {
  /** The readable id of the workflow. */
  workflowId: string;
  /** Null for the current one. */
  version: number | null;
}

export const DocumentDownloads = builder.objectRef<DownloadTarget>('DocumentDownloads').implement({
  description: 'Where it is downloaded as a file.',
  fields: (t) => ({
    docx: t.string({ resolve: (target, _args, { publicUrl }) => urlOf(publicUrl, target, 'docx') }),
    pdf: t.string({ resolve: (target, _args, { publicUrl }) => urlOf(publicUrl, target, 'pdf') }),
    markdown: t.string({ resolve: (target, _args, { publicUrl }) => urlOf(publicUrl, target, 'md') }),
    signedUrl: t.field({
      type: SignedUrl,
      description: 'One of them, for a while without signing in.',
      args: {
        format: t.arg({ type: DownloadFormat, required: true, description: 'As what.' }),
        ...expiresIn(t.arg),
      },
      resolve: (target, { format, expiresIn }, context) =>
        signed(context, urlOf(context.publicUrl, target, format), expiresIn),
    }),
  }),
});

function urlOf(publicUrl: string, { workflowId, version }: DownloadTarget, format: string): string {
  const which = version === null ? '' : `&version=${version}`;
  return `${publicUrl}/documents/${encodeURIComponent(workflowId)}/download?format=${format}${which}`;
}
