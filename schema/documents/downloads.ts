import { builder } from '../builder.js';

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
  }),
});

function urlOf(publicUrl: string, { workflowId, version }: DownloadTarget, format: string): string {
  const which = version === null ? '' : `&version=${version}`;
  return `${publicUrl}/documents/${encodeURIComponent(workflowId)}/download?format=${format}${which}`;
}
