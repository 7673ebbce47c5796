import type { App } from '../../app-types.js';
import type { Form } from '../../formats/index.js';
import type { Run } from '../../platform/durable.js';
import { DomainError } from '../../platform/errors.js';
import { loadDocument } from '../source-store.js';
import { readForm } from './read-form.js';

/** The Word document of a run as a form; null for other formats, and where nothing in it is there to be filled in. */
export async function formOfDocument(
  app: App,
  { workflowId }: Run,
): Promise<{ form: Form; text: string } | null> {
  const { file } = await app.db.rfpResponse.findUniqueOrThrow({
    where: { workflowId },
    select: { file: true },
  });
  if (file?.format !== 'docx') return null;
  try {
    const form = await readForm(app, file);
    return form.questions.length > 0 ? { form, text: (await loadDocument(app, workflowId)).text } : null;
  } catch (error) {
    // Its text was read: it is answered as a document.
    if (!(error instanceof DomainError)) throw error;
    app.log.warn({ workflowId, error: error.message }, 'a Word document could not be read as a form');
    return null;
  }
}
