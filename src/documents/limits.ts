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
}

export const defaultLimits: ExtractLimits = {
  pages: MAX_PAGES,
  entryBytes: MAX_ENTRY_BYTES,
  unpackedBytes: MAX_UNPACKED_BYTES,
};
