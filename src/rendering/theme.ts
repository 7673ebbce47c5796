import { LineRuleType } from 'docx';

/** The paper sizes that business documents are printed on. */
export type Paper = 'letter' | 'a4';

// Arial and Courier New: on every Windows and macOS machine, with equal metrics as Liberation on Linux.
export const fonts = { body: 'Arial', code: 'Courier New' };

/** Line spacing in 240ths of a line. Without the rule LibreOffice reads a style's value as exact twips. */
export const leading = (line: number) => ({ line, lineRule: LineRuleType.AUTO });

/** RRGGBB. */
export const colors = {
  ink: '1F2933',
  quiet: '5F6B7A',
  brand: '1B365D',
  accent: '2A7DA1',
  line: 'CBD3DC',
  tint: 'F3F6F9',
  link: '1A5FB4',
  warning: '8A4B00',
  warningTint: 'FFF3DC',
  danger: '9B1C1C',
  dangerTint: 'FDEBEB',
};

/** Twips (1/1440 inch). */
export interface PageGeometry {
  width: number;
  height: number;
  top: number;
  bottom: number;
  left: number;
  right: number;
  /** Between the margins. */
  textWidth: number;
  textHeight: number;
}

const sizes: Record<Paper, { width: number; height: number }> = {
  letter: { width: 12_240, height: 15_840 },
  a4: { width: 11_906, height: 16_838 },
};

export function pageGeometry(paper: Paper): PageGeometry {
  const { width, height } = sizes[paper];
  const margins = { top: 1_500, bottom: 1_300, left: 1_300, right: 1_300 };
  return {
    width,
    height,
    ...margins,
    textWidth: width - margins.left - margins.right,
    textHeight: height - margins.top - margins.bottom,
  };
}
