import { openDocument } from './open-document.js';
import { asTables, cellAround } from './table-cells.js';
import { textAround } from './text-around.js';
import type { DocumentForm } from './types.js';

/**
 * Reads a Word document as a form: content controls and form fields of the body, headers and footers, and the cells of
 * tables.
 *
 * @throws DomainError `file-corrupt`, `file-encrypted`, `file-unsupported` or `file-too-large`
 */
export function readDocumentForm(file: Uint8Array): DocumentForm {
  const { source, parts, controls, tables, protection } = openDocument(file);
  const cells = new Map(tables.flat(2).map(({ node, place }) => [node, place] as const));
  const texts = new Map(parts.map(({ name, text }) => [name, text]));
  return {
    controls: controls.map(
      ({ place, kind, source: from, title, tag, value, options, locked, bound, part, node, field }) => ({
        place,
        kind,
        source: from,
        title,
        tag,
        value,
        options,
        locked: locked || protection === 'all',
        bound,
        ...textAround(node, field?.last ?? node, texts.get(part)!),
        cell: cellAround(node, cells),
      }),
    ),
    tables: asTables(tables),
    signed: source.isSigned,
    isProtected: protection !== 'none',
  };
}
