import { DomainError } from '../platform/errors.js';
import { MAX_FILE_BYTES, MAX_IMAGE_PIXELS, MAX_PAGES, MAX_TEXT_CHARACTERS } from './limits.js';

const number = (value: number) => value.toLocaleString('en-US');

/**
 * @param what what the file looks like, with its article: "an Excel workbook"
 * @param advice what to upload instead
 */
export const unsupportedFile = (what: string, advice: string) =>
  new DomainError('file-unsupported', `The file looks like ${what}, which cannot be read here. ${advice}`);

export const unknownFile = (advice: string) =>
  new DomainError(
    'file-unsupported',
    `The file is neither a document nor text that can be read here. ${advice}`,
  );

export const emptyFile = () =>
  new DomainError('file-empty', 'The file is empty. Check that it was saved and upload it again.');

/** @param advice what to do; by default for a document whose pages are pictures that nothing was read of */
export const fileWithoutText = (
  what: string,
  advice = 'Check that it is the right one, scan it anew at 300 dpi or more, or upload a version with text.',
) => new DomainError('file-without-text', `No text was found in the ${what}. ${advice}`);

export const textWithoutLetters = () =>
  new DomainError(
    'file-without-text',
    'The file holds no letters and no digits. Check that it is the right one and upload it again.',
  );

export const encryptedFile = (what: string) =>
  new DomainError(
    'file-encrypted',
    `The ${what} is protected by a password. Save a copy without the password and upload that.`,
  );

/** Rights management: there is no password that the one who uploads it could leave out. */
export const protectedPdf = () =>
  new DomainError(
    'file-encrypted',
    'The PDF is encrypted in a way that only certain programs can open. Print it to a new PDF, or save a copy without protection, and upload that.',
  );

/** Rights management (IRM, sensitivity labels): who may open it is decided by whoever sent it. */
export const rightsManagedFile = (what: string) =>
  new DomainError(
    'file-encrypted',
    `The ${what} is encrypted by rights management (IRM), so only the people it was sent to can open it. Ask whoever sent it for a copy without restrictions, or save one if you may, and upload that.`,
  );

export const corruptFile = (what: string, cause?: unknown) =>
  new DomainError(
    'file-corrupt',
    `The ${what} is damaged and cannot be read. Open it in its own program, save it again and upload the new copy.`,
    null,
    { cause },
  );

/** @param found what a virus scanner calls it */
export const infectedFile = (found: string) =>
  new DomainError(
    'file-infected',
    `The virus scanner found ${found} in the file, so it was not taken. Do not open it; tell whoever sent it to you, and your administrator.`,
  );

export const fileTooLarge = () =>
  new DomainError(
    'file-too-large',
    `The file is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB. Split it, or leave out its images, and upload the parts.`,
  );

export const tooManyPages = (pages: number, limit = MAX_PAGES) =>
  new DomainError(
    'file-too-large',
    `The PDF has ${number(pages)} pages; at most ${number(limit)} are read. Split it and upload the parts.`,
  );

/** @param pages how many pages are pictures, of which only `limit` may be recognised */
export const tooManyScans = (pages: number, limit: number) =>
  new DomainError(
    'file-too-large',
    `The file has ${number(pages)} scanned pages, which have no text of their own; at most ${number(limit)} are recognised. ` +
      'Split it and upload the parts, or run OCR over it first.',
  );

export const tooManyPixels = (width: number, height: number) =>
  new DomainError(
    'file-too-large',
    `The image has ${number(width)} × ${number(height)} pixels; at most ${MAX_IMAGE_PIXELS / 1_000_000} million are read. ` +
      'Scan it at 300 dpi, or make it smaller, and upload that.',
  );

/** @param characters how many there are; null where it was not read to the end */
export const tooMuchText = (characters: number | null) =>
  new DomainError(
    'file-too-large',
    `The file has ${characters === null ? 'too many' : number(characters)} characters of text; at most ${number(MAX_TEXT_CHARACTERS)} are read. Split it and upload the parts.`,
  );

export const tooManyCells = (limit: number) =>
  new DomainError(
    'file-too-large',
    `The file has more than ${number(limit)} cells, the empty ones between them included. Split it, or delete what is not needed, and upload the parts.`,
  );

export const tooManyRanges = (limit: number) =>
  new DomainError(
    'file-too-large',
    `A sheet of the file has more than ${number(limit)} merged ranges and ranges with rules. Delete what is not needed and upload it again.`,
  );

export const unpacksTooLarge = (what: string) =>
  new DomainError(
    'file-too-large',
    `The ${what} unpacks to far more than can be read. Leave out its embedded media, or split it, and upload it again.`,
  );
