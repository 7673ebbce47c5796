import { OfficePackage } from '../package/office-package.js';
import { describeControl } from './content-controls.js';
import { formFields } from './form-fields.js';
import { below, type Node, PartText, readTree } from './part-tree.js';
import { type FoundCell, findTables } from './table-cells.js';
import type { FoundControl } from './types.js';

export const DOCUMENT = 'Word document';

export interface DocumentPart {
  name: string;
  text: PartText;
  root: Node;
}

/** A Word document with its controls and cells found. */
export interface OpenDocument {
  source: OfficePackage;
  /** The body first, then headers and footers. */
  parts: DocumentPart[];
  controls: FoundControl[];
  tables: FoundCell[][][];
  /** What the document lets be changed. */
  protection: 'none' | 'forms' | 'all';
}

const MAX_PARTS = 200;

/** @throws DomainError `file-corrupt`, `file-encrypted`, `file-unsupported` or `file-too-large` */
export function openDocument(file: Uint8Array): OpenDocument {
  const source = new OfficePackage(file, DOCUMENT);
  const main = source.mainPart('word/document.xml');
  const around = source
    .relations(main)
    .filter(({ type, external }) => !external && (type === 'header' || type === 'footer'))
    .flatMap(({ target }) => source.find(target) ?? []);
  const parts = [...new Set([main, ...around])].slice(0, MAX_PARTS).map((name): DocumentPart => {
    const bytes = source.readXml(name);
    if (!bytes) throw source.broken(`there is no ${name}`);
    return { name, text: new PartText(bytes, DOCUMENT), root: readTree(bytes, DOCUMENT) };
  });
  const tables = findTables(parts[0]!.root, parts[0]!.text);
  const controls = named(parts.flatMap(controlsOf));
  return { source, parts, controls, tables, protection: protectionOf(source, main) };
}

type Unnamed = FoundControl & { id: string };

function controlsOf({ name, text, root }: DocumentPart): Unnamed[] {
  const content = [...below(root, 'sdt')].flatMap((node) => describeControl(node, text) ?? []);
  const fields = formFields(below(root, 'r'), text);
  return [...content, ...fields]
    .sort((a, b) => a.node.start - b.node.start)
    .map((control) => ({
      ...control,
      place: '',
      part: name,
    }));
}

/** Places that stay the same when the file comes back: by id or name, with a number where several have it. */
function named(controls: Unnamed[]): FoundControl[] {
  const seen = new Map<string, number>();
  return controls.map(({ id, ...control }) => {
    const kind = control.source === 'CONTENT_CONTROL' ? 'control' : 'field';
    const base = `${kind}:${id}`;
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return { ...control, place: count === 1 && id !== '' ? base : `${base}#${count}` };
  });
}

function protectionOf(source: OfficePackage, main: string): OpenDocument['protection'] {
  const settings = source.relations(main).find(({ type, external }) => type === 'settings' && !external);
  const part = source.find(settings?.target ?? '') ?? source.find('word/settings.xml');
  const scanner = part === null ? null : source.scan(part);
  while (scanner?.next()) {
    if (!scanner.isOpen('documentProtection')) continue;
    if (!/^(?:1|true|on)$/.test(scanner.anyAttribute('enforcement') ?? '0')) return 'none';
    const edit = scanner.anyAttribute('edit');
    return edit === 'forms' ? 'forms' : edit === 'readOnly' || edit === 'comments' ? 'all' : 'none';
  }
  return 'none';
}
