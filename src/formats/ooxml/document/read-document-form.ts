import { openDocument } from './open-document.js';
import { asTables } from './table-cells.js';
import type { DocumentForm } from './types.js';

/**
 * Reads a Word document as a form: content controls and form fields of the body, headers and footers, and the cells of
 * tables.
 *
 * @throws DomainError `file-corrupt`, `file-encrypted`, `file-unsupported` or `file-too-large`
 */
export function readDocumentForm(file: Uint8Array): DocumentForm {
  const { source, controls, tables, protection } = openDocument(file);
  return {
    controls: controls.map(
      ({ place, kind, source: from, title, tag, value, options, locked, bound, before, after, cell }) => ({
        place,
        kind,
        source: from,
        title,
        tag,
        value,
        options,
        locked: locked || protection === 'all',
        bound,
        before,
        after,
        cell,
      }),
    ),
    tables: asTables(tables),
    signed: source.isSigned,
    isProtected: protection !== 'none',
  };
}
