import { Composer } from '../draft.js';
import { corruptFile } from '../errors.js';
import type { ExtractLimits } from '../limits.js';
import type { Furniture, ReadDocument } from '../types.js';
import { Archive } from '../zip.js';
import { BodyReader, type Notes } from './body.js';
import { Numbering } from './numbering.js';
import { Styles } from './styles.js';
import { child, type Element, parseXml } from './xml.js';

const MAIN = 'word/document.xml';

/**
 * Reads a Word document (ECMA-376): body, tables, notes and text boxes in order, with the numbers that Word
 * shows; headers come first and footers last, as furniture.
 *
 * @throws DomainError `file-corrupt`, `file-encrypted` or `file-too-large`
 */
export async function extractDocx(bytes: Uint8Array, limits: ExtractLimits): Promise<ReadDocument> {
  const archive = await Archive.open(bytes, limits, 'Word document');
  const part = async (name: string): Promise<Element | null> => {
    const source = await archive.text(name);
    return source === null ? null : parseXml(source);
  };
  const main = await part(MAIN);
  const body = child(child(main ?? undefined, 'document'), 'body');
  if (!body) throw corruptFile('Word document', new Error(`${MAIN} has no body`));

  const styles = new Styles(await part('word/styles.xml'));
  const numbering = new Numbering(
    await part('word/numbering.xml'),
    (style) => styles.numbering(style)?.numId ?? null,
  );
  const notes: Notes = {
    footnote: notesOf(await part('word/footnotes.xml'), 'footnotes', 'footnote'),
    endnote: notesOf(await part('word/endnotes.xml'), 'endnotes', 'endnote'),
  };
  const composer = new Composer();
  const reader = new BodyReader(composer, styles, numbering, notes);
  const edges = async (kind: 'header' | 'footer') => {
    const names = archive.names.filter((name) => new RegExp(`^word/${kind}\\d*\\.xml$`).test(name)).sort();
    await readEdges(names, kind, part, reader);
  };
  await edges('header');
  reader.read(body);
  await edges('footer');
  return composer.toDocument('docx');
}

async function readEdges(
  names: string[],
  kind: Furniture & ('header' | 'footer'),
  part: (name: string) => Promise<Element | null>,
  reader: BodyReader,
) {
  // Sections repeat the same header; a reader of the text needs it once.
  const seen = new Set<string>();
  for (const name of names) {
    const root = await part(name);
    const content = root?.children[0];
    const key = JSON.stringify(content?.children.map(textOf));
    if (!content || seen.has(key)) continue;
    seen.add(key);
    reader.read(content, kind);
  }
}

const textOf = (element: Element): string => element.text + element.children.map(textOf).join('');

function notesOf(root: Element | null, list: string, name: string): Map<string, Element> {
  const notes = new Map<string, Element>();
  for (const note of child(root ?? undefined, list)?.children ?? []) {
    // Separators between text and notes are notes themselves, told by a type.
    if (note.name === name && note.attributes.type === undefined) notes.set(note.attributes.id ?? '', note);
  }
  return notes;
}
