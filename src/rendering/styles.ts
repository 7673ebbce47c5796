import {
  AlignmentType,
  BorderStyle,
  type IBaseParagraphStyleOptions,
  type IParagraphStyleOptions,
  type IStylesOptions,
  ShadingType,
} from 'docx';
import { colors, fonts, leading, type PageGeometry } from './theme.js';

const bar = { style: BorderStyle.SINGLE, size: 24, space: 8, color: colors.accent };
const frame = { style: BorderStyle.SINGLE, size: 4, space: 6, color: colors.line };
const fill = (color: string) => ({ type: ShadingType.CLEAR, color: 'auto', fill: color });
// The three paragraphs of a question share border, shading and indent, so that Word joins them to one box.
// Borders in the color of the ground pad a shaded paragraph, which has no padding of its own.
const pad = (color: string, space: number) => ({ style: BorderStyle.SINGLE, size: 4, space, color });
const questionBox = {
  border: { left: bar, top: pad(colors.tint, 4), bottom: pad(colors.tint, 4) },
  shading: fill(colors.tint),
  indent: { left: 200 },
};

const banner = (color: string) => ({
  shading: fill(color),
  border: { top: pad(color, 2), bottom: pad(color, 2) },
});

/** A question as the second heading, on a ground of its own. */
const questionHeading = {
  run: { size: 21, bold: true, color: colors.brand },
  paragraph: {
    ...questionBox,
    spacing: { before: 0, after: 180, ...leading(264) },
    keepNext: true,
    keepLines: true,
  },
};

/** The styles of a response. */
export const responseStyles = (page: PageGeometry) => stylesWith(questionHeading, page);

/** The styles of a document that people wrote. */
export function documentStyles(page: PageGeometry): IStylesOptions {
  const { default: defaults, ...styles } = stylesWith(heading(26, colors.brand, 280, 120), page);
  return { ...styles, default: { ...defaults, heading1: heading(34, colors.brand, 440, 200) } };
}

/** Sizes are half-points, spacing and indents twips. */
function stylesWith(heading2: IBaseParagraphStyleOptions, page: PageGeometry): IStylesOptions {
  return {
    default: {
      document: {
        run: { font: fonts.body, size: 20, color: colors.ink, language: { value: 'en-US' } },
        paragraph: { spacing: { after: 120, ...leading(276) } },
      },
      title: {
        run: { size: 60, bold: true, color: colors.brand },
        paragraph: { spacing: { before: 0, after: 120, ...leading(240) } },
      },
      heading1: heading(34, colors.brand, 0, 200),
      heading2,
      heading3: heading(22, colors.brand, 200, 80),
      heading4: heading(20, colors.accent, 160, 60),
      heading5: heading(20, colors.quiet, 140, 60),
      heading6: heading(19, colors.quiet, 140, 60),
      listParagraph: { paragraph: { spacing: { after: 60, ...leading(276) } } },
      hyperlink: { run: { color: colors.link, underline: { color: colors.link } } },
    },
    paragraphStyles: [
      { id: 'Normal', name: 'Normal', quickFormat: true },
      ...frontStyles(page),
      ...itemStyles(),
      ...textStyles(),
    ],
    characterStyles: [
      {
        id: 'InlineCode',
        name: 'Inline Code',
        run: { font: fonts.code, size: 19, shading: fill(colors.tint) },
      },
    ],
  };
}

function heading(size: number, color: string, before: number, after: number) {
  return {
    run: { size, bold: true, color },
    paragraph: { spacing: { before, after, ...leading(252) }, keepNext: true, keepLines: true },
  };
}

function frontStyles(page: PageGeometry): IParagraphStyleOptions[] {
  return [
    style('CoverClient', { size: 36, color: colors.accent }, { spacing: { before: 120, after: 480 } }),
    style('ContentsTitle', { size: 34, bold: true, color: colors.brand }, { spacing: { after: 240 } }),
    style('TOC1', { size: 21 }, { spacing: { before: 60, after: 60 } }, 'toc 1'),
    style('TOC2', { size: 19 }, { spacing: { before: 20, after: 20 }, indent: { left: 280 } }, 'toc 2'),
    style(
      'Header',
      { size: 16, color: colors.quiet },
      {
        rightTabStop: page.textWidth,
        spacing: { after: 0 },
        border: { bottom: { ...frame, space: 4 } },
      },
      'header',
    ),
    style(
      'Footer',
      { size: 16, color: colors.quiet },
      { rightTabStop: page.textWidth, spacing: { after: 0 } },
      'footer',
    ),
  ];
}

function itemStyles(): IParagraphStyleOptions[] {
  return [
    style(
      'QuestionLabel',
      { size: 16, bold: true, color: colors.accent, characterSpacing: 10 },
      {
        ...questionBox,
        spacing: { before: 400, after: 0, ...leading(300) },
        keepNext: true,
      },
    ),
    style(
      'QuestionContext',
      { size: 18, italics: true, color: colors.quiet },
      { ...questionBox, spacing: { after: 0 }, keepNext: true },
    ),
    style(
      'AnswerMark',
      { size: 17, bold: true, color: colors.warning },
      { ...banner(colors.warningTint), spacing: { after: 120 }, keepNext: true },
    ),
    style(
      'AnswerMarkFailed',
      { size: 17, bold: true, color: colors.danger },
      { ...banner(colors.dangerTint), spacing: { after: 120 }, keepNext: true },
    ),
    style('Placeholder', { italics: true, color: colors.quiet }, {}),
    style(
      'SourcesTitle',
      { size: 15, bold: true, color: colors.quiet },
      { spacing: { before: 160, after: 20 }, keepNext: true },
    ),
    style(
      'Source',
      { size: 15, color: colors.quiet },
      { spacing: { after: 30, ...leading(252) }, indent: { left: 280, hanging: 280 } },
    ),
  ];
}

function textStyles(): IParagraphStyleOptions[] {
  return [
    style(
      'Quote',
      { italics: true, color: colors.quiet },
      { border: { left: { ...bar, size: 12, color: colors.line } }, indent: { left: 280 } },
      'Quote',
    ),
    style(
      'CodeBlock',
      { font: fonts.code, size: 17 },
      {
        shading: fill(colors.tint),
        border: { top: frame, bottom: frame, left: frame, right: frame },
        indent: { left: 140, right: 140 },
        spacing: { before: 120, after: 200, ...leading(240) },
        alignment: AlignmentType.LEFT,
      },
    ),
    style('TableText', { size: 18 }, { spacing: { before: 40, after: 40, ...leading(252) } }),
    style('Spacer', { size: 8 }, { spacing: { before: 0, after: 60, ...leading(120) } }),
  ];
}

function style(
  id: string,
  run: IParagraphStyleOptions['run'],
  paragraph: IParagraphStyleOptions['paragraph'],
  name = id.replace(/(?<=[a-z])(?=[A-Z])/g, ' '),
): IParagraphStyleOptions {
  return { id, name, basedOn: 'Normal', run, paragraph, quickFormat: true };
}
