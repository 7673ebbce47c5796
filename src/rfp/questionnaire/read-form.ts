import type { App } from '../../app-types.js';
import type { Form, FormFormat, Region } from '../../formats/index.js';
import { DomainError } from '../../platform/errors.js';

interface StoredForm {
  storageKey: string;
  format: string;
}

/** The format of a file as a form; null where files of its kind are not filled in here. */
export const formFormatOf = ({ format }: { format: string }): FormFormat | null =>
  format === 'xlsx' ? format : null;

/** Reads what a file asks as a form. @param regions where it asks, as somebody has said; null: found out */
export const readForm = (
  app: Pick<App, 'documents' | 'storage'>,
  file: StoredForm,
  regions: Region[] | null = null,
  signal?: AbortSignal,
): Promise<Form> =>
  app.documents.form(app.storage.pathOf(file.storageKey), formFormatOf(file)!, {
    regions,
    ...(signal && { signal }),
  });

/**
 * The form that an uploaded file is; null where it is a document without places to fill in.
 * @throws {DomainError} file-unsupported for a workbook that asks nothing
 */
export async function formOfUpload(
  app: Pick<App, 'documents' | 'storage'>,
  file: StoredForm,
): Promise<Form | null> {
  const format = formFormatOf(file);
  if (!format) return null;
  const form = await readForm(app, file);
  if (form.questions.length > 0) {
    if (form.questions.every(({ filled }) => filled !== null)) throw allAnswered();
    return form;
  }
  throw asksNothing();
}

const asksNothing = () =>
  new DomainError(
    'file-unsupported',
    'No cell of the workbook asks for an answer. It needs visible sheets with questions or requirements and room for the ' +
      'answers beside them: a column under a heading such as “Answer” or “Response”, a drop-down list, or unlocked cells. ' +
      'Show hidden sheets and clear the column of answers where it is filled in, then upload it again; a list of ' +
      'questions without room for answers can be saved as PDF or Word.',
  );

const allAnswered = () =>
  new DomainError(
    'file-unsupported',
    'Every answer of the workbook is filled in already. Clear the cells that are to be answered and upload it again; to ' +
      'make its answers known, add it to the knowledge base.',
  );
