import { type Document, Packer } from 'docx';
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { setPageNumbers } from './contents.js';
import { type ListNumbers, setListReferences } from './numbering.js';
import { estimatePages } from './page-estimate.js';
import type { PageGeometry } from './theme.js';

/**
 * The finished file. What `docx` cannot say is completed in the parts it wrote: list numbering, the page
 * numbers of the contents, and the time of creation (it would put the time of the call).
 */
export async function packDocument(
  document: Document,
  { lists, page, at }: { lists: ListNumbers; page: PageGeometry; at: Date },
): Promise<Buffer> {
  const parts = unzipSync(await Packer.toBuffer(document));
  const edit = (path: string, change: (xml: string) => string) => {
    parts[path] = strToU8(change(strFromU8(parts[path]!)));
  };
  edit('word/styles.xml', orderBorders);
  edit('word/document.xml', (xml) => {
    const body = setListReferences(orderBorders(xml));
    return setPageNumbers(body, estimatePages(body, strFromU8(parts['word/styles.xml']!), page));
  });
  edit('word/numbering.xml', () => lists.xml());
  edit('docProps/core.xml', (xml) =>
    xml.replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${at.toISOString()}`),
  );
  const files: Zippable = Object.fromEntries(
    Object.entries(parts)
      .filter(([path]) => !path.endsWith('/'))
      .map(([path, bytes]) => [path, [bytes, { mtime: zipTime(at) }]]),
  );
  return Buffer.from(zipSync(files, { level: 6 }));
}

/** The schema has top, left, bottom, right for the borders of a paragraph; `docx` writes left after bottom. */
function orderBorders(xml: string): string {
  return xml.replace(
    /(<w:pBdr>(?:<w:top [^>]*\/>)?)(<w:bottom [^>]*\/>)(<w:left [^>]*\/>)/g,
    (_, top: string, bottom: string, left: string) => `${top}${left}${bottom}`,
  );
}

/** The time as ZIP can hold it: 1980 to 2099. */
function zipTime(at: Date): Date {
  const year = at.getUTCFullYear();
  return year >= 1980 && year < 2100 ? at : new Date('2000-01-01T00:00:00Z');
}
