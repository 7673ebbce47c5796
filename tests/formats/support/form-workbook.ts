import { row, type Sheet, text, xlsx } from './xlsx.js';

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

/** Styles 0: plain, 1: bold, 2: may be filled in though the sheet is protected. */
const STYLES =
  `<?xml version="1.0"?><styleSheet ${MAIN}><fonts count="2"><font/><font><b/></font></fonts>` +
  '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>' +
  '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0"/><xf numFmtId="0" fontId="1" fillId="0"/>' +
  '<xf numFmtId="0" fontId="0" fillId="0" applyProtection="1"><protection locked="0"/></xf></cellXfs></styleSheet>';

/** A sheet of a form, by its texts from A1 on: "" is no cell, "*…" is bold, "=…" a formula, "~…" may be filled in. */
export interface FormSheetSpec {
  name?: string;
  state?: 'hidden' | 'veryHidden';
  rows: string[][];
  merges?: string[];
  /** Lists by range: the formula as Excel has it, `"Yes,No"` or `Lists!$A$1:$A$3`. */
  lists?: Record<string, string>;
  /** Rules that only show a prompt, by range. */
  prompts?: Record<string, string>;
  isProtected?: boolean;
  hiddenColumns?: string[];
}

const lettersAt = (index: number): string =>
  (index >= 26 ? lettersAt(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));

const escaped = (value: string) => value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

function cell(reference: string, value: string): string {
  if (value === '') return '';
  if (value.startsWith('='))
    return `<c r="${reference}" t="str"><f>${escaped(value.slice(1))}</f><v>${escaped(value.slice(1))}</v></c>`;
  if (value.startsWith('*')) return text(reference, value.slice(1), 1);
  if (value === '~') return `<c r="${reference}" s="2"/>`;
  return value.startsWith('~') ? text(reference, value.slice(1), 2) : text(reference, value);
}

function sheetOf(
  { name, state, rows, merges, lists, prompts, isProtected, hiddenColumns }: FormSheetSpec,
  at: number,
): Sheet {
  const data = rows.map((cells, i) =>
    row(i + 1, cells.map((value, j) => cell(`${lettersAt(j)}${i + 1}`, value)).join('')),
  );
  const rules = [
    ...Object.entries(lists ?? {}).map(
      ([range, formula]) =>
        `<dataValidation type="list" allowBlank="1" sqref="${range}"><formula1>${escaped(formula)}</formula1></dataValidation>`,
    ),
    ...Object.entries(prompts ?? {}).map(
      ([range, prompt]) =>
        `<dataValidation allowBlank="1" showInputMessage="1" prompt="${escaped(prompt)}" sqref="${range}"/>`,
    ),
  ];
  const columns = (hiddenColumns ?? []).map((letters) => {
    const number = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
    return `<col min="${number}" max="${number}" width="9" hidden="1"/>`;
  });
  return {
    name: name ?? `Sheet${at + 1}`,
    ...(state && { state }),
    before: columns.length > 0 ? `<cols>${columns.join('')}</cols>` : '',
    rows: data.join(''),
    behind:
      (isProtected ? '<sheetProtection sheet="1"/>' : '') +
      (merges
        ? `<mergeCells>${merges.map((range) => `<mergeCell ref="${range}"/>`).join('')}</mergeCells>`
        : '') +
      (rules.length > 0 ? `<dataValidations>${rules.join('')}</dataValidations>` : ''),
  };
}

const CONTENT_TYPES =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/></Types>';

/** A workbook to be filled in. */
export const formWorkbook = (...sheets: FormSheetSpec[]): Uint8Array =>
  xlsx(sheets.map(sheetOf), { 'xl/styles.xml': STYLES, '[Content_Types].xml': CONTENT_TYPES });
