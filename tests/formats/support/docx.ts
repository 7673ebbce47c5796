import { strToU8, zipSync } from 'fflate';

const NAMESPACES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/** Packs a Word document from the inner XML of its body and further parts, by path. */
export function docx(body: string, parts: Record<string, string | Uint8Array> = {}): Uint8Array {
  const files: Record<string, string | Uint8Array> = {
    '[Content_Types].xml':
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'word/document.xml': `<?xml version="1.0"?><w:document ${NAMESPACES}><w:body>${body}</w:body></w:document>`,
    ...parts,
  };
  return zipSync(
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => [
        path,
        typeof content === 'string' ? strToU8(content) : content,
      ]),
    ),
  );
}

/** A part such as `numbering` or `styles`, with its namespaces. */
export const part = (root: string, inner: string) =>
  `<?xml version="1.0"?><w:${root} ${NAMESPACES}>${inner}</w:${root}>`;

/** A paragraph. @param properties inner XML of its `pPr` */
export const p = (text: string, properties = '') =>
  `<w:p><w:pPr>${properties}</w:pPr><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;

/** The `numPr` of a paragraph in list `numId` at 0-based `level`. */
export const numbered = (numId: number, level = 0) =>
  `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${numId}"/></w:numPr>`;

/** One level of an abstract list. */
export const level = (index: number, format: string, text: string, more = '') =>
  `<w:lvl w:ilvl="${index}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/>${more}</w:lvl>`;

/** A numbering part with one abstract list and the given instances of it. */
export const numbering = (
  levels: string,
  instances = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
) => part('numbering', `<w:abstractNum w:abstractNumId="0">${levels}</w:abstractNum>${instances}`);
