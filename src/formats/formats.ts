import type { SourceFormat } from './types.js';

interface FormatName {
  /** What a file of this kind looks like: "an Excel workbook". */
  looksLike: string;
  /** What it is called in a list of what may be uploaded. */
  listed: string;
  /** How to bring it into another format, where it is not taken. */
  otherwise: string | null;
}

const SAVE_AS_PDF = 'Save it as PDF and upload that.';

const names: Record<SourceFormat, FormatName> = {
  pdf: { looksLike: 'a PDF', listed: 'PDF', otherwise: null },
  docx: { looksLike: 'a Word document', listed: 'Word (.docx)', otherwise: SAVE_AS_PDF },
  doc: { looksLike: 'a Word 97 document', listed: 'Word 97 (.doc)', otherwise: SAVE_AS_PDF },
  xlsx: {
    looksLike: 'an Excel workbook',
    listed: 'Excel (.xlsx)',
    otherwise: 'Save it as PDF or Word, or paste the questions into a document, and upload that.',
  },
  csv: { looksLike: 'a CSV file', listed: 'CSV', otherwise: 'Paste it into a document and upload that.' },
  html: { looksLike: 'a web page', listed: 'HTML', otherwise: SAVE_AS_PDF },
  text: {
    looksLike: 'plain text',
    listed: 'plain text',
    otherwise: 'Paste it into a document and upload that.',
  },
  markdown: {
    looksLike: 'Markdown',
    listed: 'Markdown',
    otherwise: 'Paste it into a document and upload that.',
  },
  image: {
    looksLike: 'an image',
    listed: 'image (PNG, JPEG, TIFF, WebP, BMP or GIF)',
    otherwise: 'Put its pages into a PDF and upload that; the text in them is recognised.',
  },
};

/** Every format that can be read. */
export const ALL_FORMATS = Object.keys(names) as SourceFormat[];

export const looksLike = (format: SourceFormat): string => names[format].looksLike;

/** What to upload, where only some formats are taken: "Upload a PDF, Word (.docx) or Markdown file." */
export function acceptedAdvice(accepts: readonly SourceFormat[]): string {
  const listed = ALL_FORMATS.filter((format) => accepts.includes(format)).map(
    (format) => names[format].listed,
  );
  const last = listed.pop();
  return `Upload a ${listed.length > 0 ? `${listed.join(', ')} or ` : ''}${last} file.`;
}

/** What to do with a file of a format that can be read but is not taken here. */
export const adviceFor = (format: SourceFormat, accepts: readonly SourceFormat[]): string =>
  names[format].otherwise ?? acceptedAdvice(accepts);
