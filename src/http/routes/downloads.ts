import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { App } from '../../app-types.js';
import { auditCsv, auditFilterOf, auditParams, recordAudit } from '../../audit/index.js';
import type { Actor } from '../../identity/index.js';
import { usageFile } from '../../models/index.js';
import { invalidInput, notFound } from '../../platform/errors.js';
import { contentDisposition } from '../../rendering/index.js';
import { documentFile, type FileOfDocument, formatOf, responseFile, returnedForm } from '../../rfp/index.js';
import type { Asked } from '../routing/route.js';

type Download = Asked<'workflowId', 'workflows.view'>;

/**
 * GET /download/{workflowId}?format=docx|pdf|md: what the workflow came to; ?format=original: the form that it came as, with
 * the answers in it.
 */
export async function downloadResponse({
  app,
  actor,
  path: { workflowId: reference },
  query,
  res,
}: Download): Promise<void> {
  if (query.get('format') === 'original') {
    const form = await returnedForm(app, actor, reference);
    await recordDownload(app, actor, 'response.downloaded', { reference, filename: form.filename });
    return send(res, form);
  }
  const file = await responseFile(app, actor, reference, formatOf(query.get('format')));
  if ('stored' in file && !(await app.storage.exists(file.stored.storageKey)))
    throw notFound('The file of this response');
  const { filename: name } = 'made' in file ? file.made : file.stored;
  await recordDownload(app, actor, 'response.downloaded', { reference, filename: name });
  if ('made' in file) return send(res, file.made);
  const { storageKey, sizeBytes, mediaType, filename } = file.stored;
  res.writeHead(200, headers({ mediaType, filename }, sizeBytes));
  await pipeline(app.storage.read(storageKey), res);
}

/** GET /documents/{workflowId}/download?format=docx|pdf|md&version=3: the document, or a version of it. */
export async function downloadDocument({
  app,
  actor,
  path: { workflowId: reference },
  query,
  res,
}: Download): Promise<void> {
  const format = formatOf(query.get('format'));
  const version = versionOf(query.get('version'));
  const file = await documentFile(app, actor, reference, { format, version });
  const { filename } = file;
  await recordDownload(app, actor, 'document.downloaded', {
    ...{ reference, filename },
    ...(version !== null && { version }),
  });
  send(res, file);
}

/** GET /usage.csv?from=…&to=…&groupBy=DAY: what models were asked, and what it cost. */
export async function downloadUsage({ app, actor, query, res }: Asked<string, 'usage.view'>): Promise<void> {
  const file = await usageFile(app, actor, query);
  await recordAudit(app.db, actor, {
    action: 'usage.exported',
    subjectType: 'organization',
    subjectId: actor.organizationId,
    details: { query: String(query) },
  });
  send(res, file);
}

/** GET /audit.csv?subjectType=…&subjectId=…&actorId=…&action=…&from=…&to=…: the audit trail, newest first. */
export async function downloadAudit({ app, actor, query, res }: Asked<string, 'audit.view'>): Promise<void> {
  const filter = auditFilterOf(query);
  await recordAudit(app.db, actor, {
    action: 'audit.exported',
    subjectType: 'organization',
    subjectId: actor.organizationId,
    details: { query: String(auditParams(filter)) },
  });
  const filename = `audit ${app.clock().toISOString().slice(0, 10)}.csv`;
  const { 'content-length': _, ...known } = headers({ mediaType: 'text/csv; charset=utf-8', filename }, 0);
  res.writeHead(200, known);
  await pipeline(auditCsv(app, actor, filter), res);
}

/** Before the first byte: what cannot be recorded does not leave. */
async function recordDownload(
  app: App,
  actor: Actor,
  action: 'response.downloaded' | 'document.downloaded',
  details: { reference: string; filename: string; version?: number },
): Promise<void> {
  const { organizationId } = actor;
  const { id } = await app.db.workflow.findFirstOrThrow({
    where: { run: { reference: details.reference }, organizationId },
    select: { id: true },
  });
  await recordAudit(app.db, actor, { action, subjectType: 'workflow', subjectId: id, details });
}

function versionOf(given: string | null): number | null {
  if (given === null) return null;
  if (!/^[1-9]\d{0,8}$/.test(given)) throw invalidInput('A version is a number from 1 on.', ['version']);
  return Number(given);
}

function send(res: ServerResponse, file: FileOfDocument): void {
  res.writeHead(200, headers(file, file.content.length));
  res.end(file.content);
}

const headers = ({ mediaType, filename }: { mediaType: string; filename: string }, size: number) => ({
  'content-type': mediaType,
  'content-length': size,
  'content-disposition': contentDisposition(filename),
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
});
