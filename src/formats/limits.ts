/** The largest file taken, in bytes (50 MB). */
export const MAX_FILE_BYTES = 50 * 1024 * 1024;

/** The most pages a PDF may have. */
export const MAX_PAGES = 1000;

/** What one zip entry, and what all that are read of one file, may unpack to, in bytes. */
export const MAX_ENTRY_BYTES = 200 * 1024 * 1024;
export const MAX_UNPACKED_BYTES = 400 * 1024 * 1024;

/**
 * The most characters of text a file may hold. A page of dense type has some 6,000, so this is as much as the most
 * pages hold; each further million costs those who read the whole a third of a second and more.
 */
export const MAX_TEXT_CHARACTERS = 6_000_000;

/** The most cells that the tables of a workbook or a CSV file may have, empty ones between filled ones included. */
export const MAX_CELLS = 1_000_000;

/** The most pixels of a picture; a letter page at 600 dpi has 34 million. */
export const MAX_IMAGE_PIXELS = 50_000_000;

/** The most pages that are recognised of one file. */
export const MAX_OCR_PAGES = 150;

/** How long recognising one page may take on average before the reader is ended, in seconds; an idle processor takes three. */
export const OCR_SECONDS_PER_PAGE = 24;

/** How deep XML elements may nest. Word itself writes fewer than 100 levels. */
export const MAX_XML_DEPTH = 512;

/** Bounds that extraction keeps within; every field may be lowered by the caller. */
export interface ExtractLimits {
  /** Most pages of a PDF. */
  pages: number;
  /** Most bytes one entry of a zip may unpack to. */
  entryBytes: number;
  /** Most bytes all entries that are read may unpack to. */
  unpackedBytes: number;
  /** Most pages to recognise. */
  ocrPages: number;
}

export const defaultLimits: ExtractLimits = {
  pages: MAX_PAGES,
  entryBytes: MAX_ENTRY_BYTES,
  unpackedBytes: MAX_UNPACKED_BYTES,
  ocrPages: MAX_OCR_PAGES,
};
