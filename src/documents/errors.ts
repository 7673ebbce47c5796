import { DomainError } from '../platform/errors.js';
import { MAX_FILE_BYTES, MAX_PAGES, MAX_TEXT_CHARACTERS } from './limits.js';

const accepted = 'Upload a PDF, Word (.docx or .doc), plain text or Markdown file.';

/** @param what what the file looks like, with its article: "an Excel workbook" */
export const unsupportedFile = (what: string, advice = accepted) =>
  new DomainError('file-unsupported', `The file looks like ${what}, which cannot be read here. ${advice}`);

export const unknownFile = () =>
  new DomainError(
    'file-unsupported',
    `The file is neither a document nor text that can be read here. ${accepted}`,
  );

export const emptyFile = () =>
  new DomainError('file-empty', 'The file is empty. Check that it was saved and upload it again.');

export const fileWithoutText = (what: string) =>
  new DomainError(
    'file-without-text',
    `No text was found in the ${what}: it looks scanned. Upload a version with text, or run OCR over it first.`,
  );

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

export const corruptFile = (what: string, cause?: unknown) =>
  new DomainError(
    'file-corrupt',
    `The ${what} is damaged and cannot be read. Open it in its own program, save it again and upload the new copy.`,
    null,
    { cause },
  );

export const fileTooLarge = () =>
  new DomainError(
    'file-too-large',
    `The file is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB. Split it, or leave out its images, and upload the parts.`,
  );

export const tooManyPages = (pages: number, limit = MAX_PAGES) =>
  new DomainError(
    'file-too-large',
    `The PDF has ${pages.toLocaleString('en-US')} pages; at most ${limit.toLocaleString('en-US')} are read. Split it and upload the parts.`,
  );

export const tooMuchText = (characters: number) =>
  new DomainError(
    'file-too-large',
    `The file has ${characters.toLocaleString('en-US')} characters of text; at most ${MAX_TEXT_CHARACTERS.toLocaleString('en-US')} are read. Split it and upload the parts.`,
  );

export const unpacksTooLarge = (what: string) =>
  new DomainError(
    'file-too-large',
    `The ${what} unpacks to far more than can be read. Leave out its embedded media, or split it, and upload it again.`,
  );
