import { Buffer } from 'node:buffer';
import type { App } from '../../app-types.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { invalidInput, notFound } from '../../platform/errors.js';
import {
  documentFilename,
  type FileExtension,
  renderFile,
  type TextDocument,
} from '../../rendering/index.js';
import { loadResponse } from './load-response.js';
import { forReading } from './reading.js';

export interface FileOfDocument {
  filename: string;
  mediaType: string;
  content: Uint8Array;
}

export const MEDIA_TYPES: Record<FileExtension, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  md: 'text/markdown; charset=utf-8',
};

/**
 * The format that a query string asks for; docx where it asks for none.
 * @throws {DomainError} invalid-input
 */
export function formatOf(given: string | null): FileExtension {
  if (given === null) return 'docx';
  if (given in MEDIA_TYPES) return given as FileExtension;
  throw invalidInput(`A document is downloaded as docx, pdf or md, not as "${given.slice(0, 40)}".`, [
    'format',
  ]);
}

const KINDS: Record<string, { label: string; prefix: string }> = {
  proposal: { label: 'Proposal', prefix: 'Proposal' },
  rfp_response: { label: 'RFP response', prefix: 'RFP_Response' },
};

/**
 * A document, or an earlier version of it, as a file.
 * @param reference the readable id of its workflow
 * @param version null for the current one
 * @param appendix Markdown that follows the text
 * @throws {DomainError} not-found; file-too-large and unavailable, see `renderFile`
 */
export async function documentFile(
  app: App,
  actor: Actor,
  reference: string,
  { format, version, appendix }: { format: FileExtension; version: number | null; appendix?: string },
): Promise<FileOfDocument> {
  requirePermission(actor, 'workflows.view');
  const document = await app.db.document.findFirst({
    where: { organizationId: actor.organizationId, workflow: { run: { reference } } },
    select: {
      title: true,
      clientName: true,
      documentType: true,
      generated: true,
      version: true,
      workflowId: true,
      workflow: { select: { clientName: true, industry: true } },
      versions: {
        where: version === null ? {} : { version },
        orderBy: { version: 'desc' },
        take: 1,
      },
    },
  });
  const found = document?.versions[0];
  if (!document || !found)
    throw notFound(
      version === null
        ? `The document of workflow ${reference}`
        : `Version ${version} of the document of ${reference}`,
    );
  const kind = KINDS[document.documentType] ?? { label: 'Document', prefix: 'Document' };
  const isCurrent = found.version === document.version;
  const text = document.generated
    ? forReading(found.content, isCurrent ? await loadResponse(app, document.workflowId) : null)
    : found.content;
  const clientName = document.clientName ?? document.workflow.clientName;
  return fileOf(
    {
      title: found.title,
      clientName,
      industry: document.workflow.industry,
      vendorName: app.env.vendorName,
      kindLabel: kind.label,
      generatedAt: found.createdAt,
      markdown: appendix ? `${text}\n\n${appendix}` : text,
    },
    format,
    kind.prefix,
  );
}

/** @param prefix what its name begins with */
export async function fileOf(
  document: TextDocument,
  format: FileExtension,
  prefix: string,
): Promise<FileOfDocument> {
  return {
    filename: documentFilename(prefix, document.clientName ?? '', document.generatedAt, format),
    mediaType: MEDIA_TYPES[format],
    content: format === 'md' ? Buffer.from(titled(document)) : await renderFile({ format, document }),
  };
}

/** Markdown that begins with a heading of its own stays as it was written. */
const titled = ({ title, markdown }: TextDocument) =>
  /^\s*#\s/.test(markdown) ? markdown : `# ${title}\n\n${markdown}\n`;
