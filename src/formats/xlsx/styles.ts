import type { Archive } from '../zip.js';
import { type Attributes, type Handlers, readXml } from './read-xml.js';

export interface CellStyle {
  /** Number format pattern such as "0.00%". */
  format: string;
  bold: boolean;
  filled: boolean;
  /** Cannot be changed where the sheet is protected. */
  locked: boolean;
  /** Long text goes on in further lines. */
  wraps: boolean;
}

const GENERAL: CellStyle = { format: 'General', bold: false, filled: false, locked: true, wraps: false };

export type StyleOf = (style: string | undefined) => CellStyle;

/** Number formats that a workbook need not spell out (ECMA-376 part 1, 18.8.30). */
const BUILT_IN: Record<number, string> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  14: 'm/d/yyyy',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'm/d/yyyy h:mm',
  37: '#,##0 ;(#,##0)',
  38: '#,##0 ;(#,##0)',
  39: '#,##0.00;(#,##0.00)',
  40: '#,##0.00;(#,##0.00)',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  48: '##0.0E+0',
  49: '@',
};

/** A workbook has at most 65,490 formats of cells. */
const MAX_STYLES = 70_000;

/** Reads how cells look, by the number that cells refer to. */
export async function readStyles(archive: Archive): Promise<StyleOf> {
  const { handlers, styleOf } = styleReader();
  await readXml(archive.pieces('xl/styles.xml'), handlers);
  return styleOf();
}

/** What reads a styles part, and gives the styles once it was read. */
export function styleReader(): { handlers: Handlers; styleOf: () => StyleOf } {
  const formats = new Map<number, string>();
  const fonts: boolean[] = [];
  const fills: boolean[] = [];
  const cells: (Attributes & { locked?: string; wraps?: string })[] = [];
  const handlers: Handlers = {
    open(name, attributes, path) {
      const parent = path.at(-2);
      if (name === 'numFmt' && formats.size < MAX_STYLES)
        formats.set(Number(attributes.numFmtId), attributes.formatCode ?? 'General');
      else if (parent === 'fonts' && fonts.length < MAX_STYLES) fonts.push(false);
      else if (name === 'b' && path.at(-3) === 'fonts') fonts[fonts.length - 1] = attributes.val !== '0';
      else if (parent === 'fills' && fills.length < MAX_STYLES) fills.push(false);
      else if (name === 'patternFill' && path.at(-3) === 'fills')
        fills[fills.length - 1] = attributes.patternType === 'solid';
      else if (name === 'xf' && parent === 'cellXfs' && cells.length < MAX_STYLES)
        cells.push({ ...attributes });
      else if (parent === 'xf' && path.at(-3) === 'cellXfs') {
        const cell = cells.at(-1)!;
        if (name === 'protection' && attributes.locked !== undefined) cell.locked = attributes.locked;
        else if (name === 'alignment' && attributes.wrapText !== undefined) cell.wraps = attributes.wrapText;
      }
    },
  };
  return {
    handlers,
    styleOf: () => {
      const styles = cells.map(({ numFmtId, fontId, fillId, locked, wraps }): CellStyle => {
        const id = Number(numFmtId ?? 0);
        return {
          format: formats.get(id) ?? BUILT_IN[id] ?? 'General',
          bold: fonts[Number(fontId)] ?? false,
          filled: fills[Number(fillId)] ?? false,
          locked: !/^(?:0|false|off)$/.test(locked ?? '1'),
          wraps: /^(?:1|true|on)$/.test(wraps ?? '0'),
        };
      });
      return (style) => styles[Number(style ?? 0)] ?? GENERAL;
    },
  };
}
