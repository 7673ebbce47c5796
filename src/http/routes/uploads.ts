import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { Busboy } from '@fastify/busboy';
import { globalId } from '../../../schema/ids.js';
import {
  ALL_FORMATS,
  leftOutOf,
  MAX_FILE_BYTES,
  type ReceivedFile,
  receiveFile,
  type SourceFormat,
} from '../../formats/index.js';
import { addReceivedOnce } from '../../knowledge/index.js';
import { DomainError, invalidInput } from '../../platform/errors.js';
import { createRfpWorkflow, RFP_FORMATS } from '../../rfp/index.js';
import { replyJson } from '../requests/reply.js';
import type { Asked } from '../routing/route.js';
import { FIELD_BYTES, faultOf, tooManyParts } from './form-faults.js';

interface Form {
  file: ReceivedFile;
  fields: Map<string, string>;
}

/**
 * POST /upload/rfp, multipart/form-data with `file`, `clientName` and, if wished, `industry` and
 * `idempotencyKey` in any order. The file streams to storage; it is never held in memory.
 */
export async function uploadRfpRoute(asked: Asked<string, 'workflows.create'>): Promise<void> {
  const { app, actor, res } = asked;
  const { file, fields } = await readForm(asked, RFP_FORMATS);
  const workflow = await createRfpWorkflow(app, actor, {
    file,
    clientName: fields.get('clientName') ?? '',
    industry: fields.get('industry') ?? null,
    idempotencyKey: fields.get('idempotencyKey') ?? null,
  });
  const { reference, state, clientName, createdAt } = workflow;
  replyJson(res, 201, {
    workflow: { id: globalId('Workflow', workflow.id), workflowId: reference, state, clientName, createdAt },
    leftOut: await leftOutOf(app, { rfpResponses: { some: { workflowId: workflow.id } } }),
    errors: [],
  });
}

/**
 * POST /upload/knowledge, multipart/form-data with `file` and, if wished, `title`, `source`, `tags` (separated by
 * commas) and `idempotencyKey` in any order. The file streams to storage.
 */
export async function uploadKnowledgeRoute(asked: Asked<string, 'knowledge.edit'>): Promise<void> {
  const { app, actor, res } = asked;
  const { file, fields } = await readForm(asked, ALL_FORMATS);
  const { id, existing } = await addReceivedOnce(app, actor, {
    file,
    title: fields.get('title') ?? null,
    source: fields.get('source') ?? null,
    tags: (fields.get('tags') ?? '').split(',').filter((tag) => tag.trim()),
    idempotencyKey: fields.get('idempotencyKey') ?? null,
  });
  const item = await app.db.knowledgeItem.findUniqueOrThrow({
    where: { id },
    include: { _count: { select: { passages: true } } },
  });
  const { kind, title, source, tags, state, createdAt } = item;
  const passages = item._count.passages;
  replyJson(res, existing ? 200 : 201, {
    item: { id: globalId('KnowledgeItem', id), kind, title, source, tags, state, passages, createdAt },
    existing,
    leftOut: await leftOutOf(app, { knowledgeVersions: { some: { itemId: id } } }),
    errors: [],
  });
}

async function readForm(
  { app, actor, req, body, form: declared }: Asked<string, 'signed-in'>,
  formats: readonly SourceFormat[],
): Promise<Form> {
  const fields = new Map<string, string>();
  const received: Promise<ReceivedFile>[] = [];
  const contents: Readable[] = [];
  const form = openForm(req);
  const sent = body();
  // What is wrong with its fields is said when the form has come: a browser would not read an answer before.
  let fault: DomainError | null = null;
  const look = (name: string, isFile: boolean, isCut = false) => {
    const isSecond = isFile ? received.length > 0 : fields.has(name);
    const found = faultOf({ name, isFile, isCut, isSecond }, declared);
    fault ??= found;
    return found;
  };
  form.on('field', (name, value, isNameCut, isValueCut) => {
    if (!look(name, false, isNameCut || isValueCut)) fields.set(name, value);
  });
  for (const limit of ['fieldsLimit', 'filesLimit'] as const)
    form.on(limit, () => {
      fault ??= tooManyParts(declared);
    });
  form.on('file', (name, stream, filename) => {
    if (look(name, true)) return void stream.resume();
    const content = contentOf(stream);
    const file = receiveFile(app, actor, { filename: filename ?? '', content }, formats);
    // Awaited below; a refusal must not count as unhandled meanwhile.
    file.catch(() => {});
    contents.push(content);
    received.push(file);
  });

  try {
    await new Promise<void>((resolve, reject) => {
      // It may have gone while it was asked whether it may come in.
      if (req.destroyed) reject(cutOff());
      form.on('finish', resolve);
      form.on('error', (error: Error) => reject(malformed(error)));
      req.on('aborted', () => reject(cutOff()));
      req.on('error', () => reject(cutOff()));
      sent.on('error', reject);
      // A part that the end of the request cut off never ends: then neither does the form.
      sent.on('end', async () => {
        await Promise.allSettled(received);
        await setImmediate();
        reject(malformed(new Error('the last part has no end')));
      });
      sent.pipe(form);
    });
    const file = await received[0];
    if (fault) throw fault;
    if (!file)
      throw invalidInput('The part `file` is missing. Send the document as multipart/form-data.', ['file']);
    return { fields, file };
  } catch (error) {
    req.unpipe();
    req.resume();
    form.destroy();
    // A file that is half there would be waited for without end.
    for (const content of contents) content.destroy(cutOff());
    for (const file of received) await file.then((it) => it.discard()).catch(() => {});
    throw error;
  }
}

/** The content of a part: it fails where the part is cut off, and lets the request go on where it is not read to its end. */
function contentOf(part: Readable): Readable {
  const content = new PassThrough();
  // Storage hears of the error too, as long as it reads.
  content.on('error', () => {});
  part.on('error', (error) => content.destroy(malformed(error)));
  content.on('close', () => {
    part.unpipe(content);
    part.resume();
  });
  return part.pipe(content);
}

function openForm(req: IncomingMessage) {
  const type = req.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\b/i.test(type))
    throw invalidInput('Send multipart/form-data with the part `file` and the fields of this address.', [
      'file',
    ]);
  try {
    return new Busboy({
      headers: { ...req.headers, 'content-type': type },
      // One byte more than is allowed, so that the limit is noticed where the file is stored.
      limits: { files: 2, fields: 10, fieldSize: FIELD_BYTES, fileSize: MAX_FILE_BYTES + 1 },
    });
  } catch (error) {
    throw malformed(error);
  }
}

const malformed = (cause: unknown) =>
  new DomainError('invalid-input', 'The multipart request is malformed. Send it again.', null, { cause });

const cutOff = () => new DomainError('invalid-input', 'The upload was cut off. Send it again.');
