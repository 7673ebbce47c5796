import { Composer } from '../draft.js';
import { corruptFile } from '../errors.js';
import type { ExtractLimits } from '../limits.js';
import type { Furniture, ReadDocument } from '../types.js';
import { Archive } from '../zip.js';
import { BodyReader, type Notes } from './body.js';
import { readChunks } from './chunks.js';
import { leftOutOf } from './left-out.js';
import { Numbering } from './numbering.js';
import { contentTypes, targetsOf } from './parts.js';
import { Styles } from './styles.js';
import { child, type Element, parseXml } from './xml.js';

const MAIN = 'word/document.xml';

/**
 * Reads a Word document (ECMA-376): body, tables, notes and text boxes in order, with the numbers that Word
 * shows; headers come first and footers last, as furniture.
 *
 * @throws DomainError `file-corrupt`, `file-encrypted` or `file-too-large`
 */
export const extractDocx = (bytes: Uint8Array, limits: ExtractLimits): Promise<ReadDocument> =>
  extract(bytes, limits, []);

/** How deep Word documents may stand in each other. */
const MOST_AROUND = 3;

/** @param around the archives that it stands in, the nearest first */
async function extract(bytes: Uint8Array, limits: ExtractLimits, around: Archive[]): Promise<ReadDocument> {
  const archive = await Archive.open(bytes, limits, 'Word document', around[0]);
  const part = async (name: string): Promise<Element | null> => {
    const source = await archive.text(name);
    return source === null ? null : parseXml(source);
  };
  const main = await part(MAIN);
  const body = child(child(main ?? undefined, 'document'), 'body');
  if (!main || !body) throw corruptFile('Word document', new Error(`${MAIN} has no body`));

  const styles = new Styles(await part('word/styles.xml'));
  const numbering = new Numbering(
    await part('word/numbering.xml'),
    (style) => styles.numbering(style)?.numId ?? null,
  );
  const notes: Notes = {
    footnote: notesOf(await part('word/footnotes.xml'), 'footnotes', 'footnote'),
    endnote: notesOf(await part('word/endnotes.xml'), 'endnotes', 'endnote'),
  };
  const parts = {
    targets: targetsOf(await archive.text('word/_rels/document.xml.rels'), MAIN),
    typeOf: contentTypes(await archive.text('[Content_Types].xml')),
  };
  const { chunks, unread } = await readChunks(archive, main, parts, (inner) => {
    if (around.length >= MOST_AROUND) throw corruptFile('Word document', new Error('nested too deep'));
    return extract(inner, limits, [archive, ...around]);
  });
  const composer = new Composer();
  for (const [kind, count] of leftOutOf(main, await part('word/comments.xml'), archive.names, unread))
    composer.leaveOut(kind, null, count);
  const reader = new BodyReader(composer, styles, numbering, notes, chunks);
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
