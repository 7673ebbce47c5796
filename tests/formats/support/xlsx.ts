import { strToU8, zipSync } from 'fflate';

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export interface Sheet {
  name: string;
  /** Inner XML of its `sheetData`. */
  rows: string;
  /** Further XML before and behind that. */
  before?: string;
  behind?: string;
  state?: 'hidden' | 'veryHidden';
}

/** The parts of a workbook, by path. @param parts added or replaced, such as "xl/styles.xml" */
export function workbookParts(sheets: Sheet[], parts: Record<string, string> = {}): Record<string, string> {
  const list = sheets.map(
    ({ name, state }, i) =>
      `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"${state ? ` state="${state}"` : ''}/>`,
  );
  const targets = sheets.map(
    (_sheet, i) =>
      `<Relationship Id="rId${i + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  return {
    '[Content_Types].xml': '<?xml version="1.0"?><Types/>',
    'xl/workbook.xml': `<?xml version="1.0"?><workbook ${MAIN} xmlns:r="${RELATIONS}"><sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<?xml version="1.0"?><Relationships>${targets.join('')}</Relationships>`,
    ...Object.fromEntries(
      sheets.map(({ rows, before, behind }, i) => [
        `xl/worksheets/sheet${i + 1}.xml`,
        `<?xml version="1.0"?><worksheet ${MAIN}>${before ?? ''}<sheetData>${rows}</sheetData>${behind ?? ''}</worksheet>`,
      ]),
    ),
    ...parts,
  };
}

/** Packs a workbook. */
export const xlsx = (sheets: Sheet[], parts: Record<string, string> = {}): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(workbookParts(sheets, parts)).map(([path, text]) => [path, strToU8(text)]),
    ),
  );

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** A cell with text of its own. */
export const text = (reference: string, value: string, style = 0) =>
  `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;

/** A cell with a number. */
export const number = (reference: string, value: number | string, style = 0) =>
  `<c r="${reference}" s="${style}"><v>${value}</v></c>`;

export const row = (index: number, cells: string, attributes = '') =>
  `<row r="${index}" ${attributes}>${cells}</row>`;

/** Rows of texts from A1 on. */
export const textRows = (rows: string[][]) =>
  rows
    .map((cells, i) =>
      row(
        i + 1,
        cells
          .map((cell, j) => (cell === '' ? '' : text(`${String.fromCharCode(65 + j)}${i + 1}`, cell)))
          .join(''),
      ),
    )
    .join('');

/** A styles part: style `i` has number format pattern `formats[i]`; the last one more is bold. */
export function styles(formats: string[]): string {
  const patterns = formats.map((code, i) => `<numFmt numFmtId="${200 + i}" formatCode="${code}"/>`);
  const cells = formats.map((_code, i) => `<xf numFmtId="${200 + i}" fontId="0" fillId="0"/>`);
  return (
    `<?xml version="1.0"?><styleSheet ${MAIN}><numFmts>${patterns.join('')}</numFmts>` +
    '<fonts><font/><font><b/></font></fonts><fills><fill><patternFill patternType="none"/></fill></fills>' +
    `<cellXfs>${cells.join('')}<xf numFmtId="0" fontId="1" fillId="0"/></cellXfs></styleSheet>`
  );
}
