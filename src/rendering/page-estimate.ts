import { type FlowBlock, pagesOf } from './page-flow.js';
import { type Face, linesOf } from './text-width.js';
import type { PageGeometry } from './theme.js';

interface Style {
  face: Face;
  before: number;
  after: number;
  /** 240ths of a line. */
  line: number;
  indent: number;
  keepNext: boolean;
  keepLines: boolean;
}

/** Height of a line in ems: ascent, descent and line gap of Arial and Courier New. */
const ARIAL_LINE = 1.149;
const COURIER_LINE = 1.133;
const CELL_SIDES = 200;
const CELL_ENDS = 60;

/**
 * An estimate of the page on which each bookmark of a document falls, from 1. It lays the text out with the
 * widths of Arial; images, footnotes and columns are not considered, since responses have none.
 */
export function estimatePages(
  documentXml: string,
  stylesXml: string,
  page: PageGeometry,
): Map<string, number> {
  const styles = readStyles(stylesXml);
  const blocks: FlowBlock[] = [];
  for (const [part, table] of documentXml.matchAll(/(<w:tbl>).*?<\/w:tbl>|<w:p>.*?<\/w:p>|<w:p\/>/gs)) {
    if (table) blocks.push(...tableRows(part, styles));
    else blocks.push(paragraph(part, styles, page.textWidth));
  }
  return pagesOf(blocks, page.textHeight);
}

function tableRows(xml: string, styles: Map<string, Style>): FlowBlock[] {
  return [...xml.matchAll(/<w:tr>.*?<\/w:tr>/gs)].map(([row]) => {
    const heights = [...row.matchAll(/<w:tc>.*?<\/w:tc>/gs)].map(([cell]) => {
      const width = number(cell, 'tcW', 'w', 2_000) - CELL_SIDES;
      const paragraphs = [...cell.matchAll(/<w:p>.*?<\/w:p>|<w:p\/>/gs)].map(([each]) =>
        paragraph(each, styles, width),
      );
      return paragraphs.reduce((sum, p) => sum + p.before + p.lines * p.lineHeight + p.after, CELL_ENDS);
    });
    const cantSplit = row.includes('<w:cantSplit');
    const height = Math.max(240, ...heights);
    // A row that may break flows like lines of text.
    const lines = cantSplit ? 1 : Math.ceil(height / 240);
    return {
      before: 0,
      after: 0,
      lines,
      lineHeight: height / lines,
      keepNext: row.includes('<w:tblHeader'),
      keepLines: cantSplit,
      pageBreakBefore: false,
      anchors: [],
    };
  });
}

function paragraph(xml: string, styles: Map<string, Style>, width: number): FlowBlock {
  const properties = /^<w:p>(<w:pPr>.*?<\/w:pPr>)?/s.exec(xml)?.[1] ?? '';
  const style = styles.get(/<w:pStyle w:val="(\w+)"/.exec(properties)?.[1] ?? 'Normal') ?? plain;
  const level = number(properties, 'ilvl', 'val', -1);
  const indent = number(properties, 'ind', 'left', level < 0 ? style.indent : 360 * (level + 1));
  const line = number(properties, 'spacing', 'line', style.line);
  const em = style.face.size * 10;
  return {
    before: number(properties, 'spacing', 'before', style.before),
    after: number(properties, 'spacing', 'after', style.after),
    lineHeight: em * (style.face.monospaced ? COURIER_LINE : ARIAL_LINE) * (line / 240),
    lines: linesOf(textOf(xml), width - indent, style.face),
    keepNext: style.keepNext || properties.includes('<w:keepNext'),
    keepLines: style.keepLines,
    pageBreakBefore: properties.includes('<w:pageBreakBefore'),
    anchors: [...xml.matchAll(/<w:bookmarkStart w:name="(\w+)"/g)].map(([, name]) => name!),
  };
}

/** The text of a paragraph; escapes count as one character. */
function textOf(xml: string): string {
  let text = '';
  for (const [, run] of xml.matchAll(/<w:br\/>|<w:tab\/>|<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)) {
    text += run === undefined ? '\n' : run.replace(/&\w+;/g, 'x');
  }
  return text;
}

const plain: Style = {
  face: { size: 20, bold: false, monospaced: false },
  before: 0,
  after: 120,
  line: 276,
  indent: 0,
  keepNext: false,
  keepLines: false,
};

function readStyles(xml: string): Map<string, Style> {
  const styles = new Map<string, Style>();
  for (const [style, id] of xml.matchAll(/<w:style [^>]*w:styleId="(\w+)".*?<\/w:style>/gs)) {
    styles.set(id!, {
      face: {
        size: number(style, 'sz', 'val', plain.face.size),
        bold: style.includes('<w:b/>'),
        monospaced: style.includes('w:ascii="Courier New"'),
      },
      before: number(style, 'spacing', 'before', plain.before),
      after: number(style, 'spacing', 'after', plain.after),
      line: number(style, 'spacing', 'line', plain.line),
      indent: number(style, 'ind', 'left', 0),
      keepNext: style.includes('<w:keepNext'),
      keepLines: style.includes('<w:keepLines'),
    });
  }
  return styles;
}

/** A numeric attribute of the first element of that name that has it. */
function number(xml: string, element: string, attribute: string, otherwise: number): number {
  const found = new RegExp(`<w:${element}\\b[^>]*? w:${attribute}="(-?\\d+)"`).exec(xml);
  return found ? Number(found[1]) : otherwise;
}
