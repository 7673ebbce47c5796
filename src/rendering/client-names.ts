/** Endings of the files that are taken. */
const FILE =
  /\.(?:pdf|do[ct][xm]?|md|markdown|te?xt|x?html?|xls[xm]?|csv|tsv|pptx?|rtf|odt|png|jpe?g|tiff?|webp|bmp|gif)$/i;
/** What says only which copy of a file it is. */
const COPY =
  /^(?:v\d[\d.]*|rev\d*|final|draft|copy|clean|new|latest|updated|approved|signed|tmp|\(\d+\)|\d{4}-?\d{2}-?\d{2})$/i;
const IDS = /\b(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|WF-[A-Z]+-\d{8,}-\w+)\b/gi;

export const isFilename = (name: string) => FILE.test(name.trim());

/**
 * The name of a document as a client reads it: no file name ("security-v3-FINAL.docx" is "Security"), and no ids of ours.
 * Empty where nothing else is in it.
 */
export function nameForClient(name: string): string {
  const plain = name.replace(IDS, ' ').replace(/\s+/g, ' ').trim();
  if (!FILE.test(plain)) return plain;
  const words = plain
    .replace(FILE, '')
    .replace(/(?<!\d)-|-(?!\d)|[_+]+/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && !COPY.test(word));
  const title = words.join(' ');
  return title.charAt(0).toUpperCase() + title.slice(1);
}
