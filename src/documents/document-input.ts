import { lineInput, textInput } from '../platform/text/text-input.js';

/** Characters of the longest document. */
export const LONGEST_DOCUMENT = 2_000_000;

/** @throws {DomainError} invalid-input */
export const documentTitle = (title: string): string => lineInput(title, 'The title', ['input', 'title']);

/**
 * Markdown of up to 2,000,000 characters; may be empty.
 * @throws {DomainError} invalid-input
 */
export const documentContent = (content: string): string =>
  textInput(content, 'The content', ['input', 'content'], { max: LONGEST_DOCUMENT, mayBeEmpty: true });
