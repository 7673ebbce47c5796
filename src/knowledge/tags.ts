import { invalidInput } from '../platform/errors.js';
import { lineInput } from '../platform/text/text-input.js';

const MOST_TAGS = 50;

/**
 * Tags as people type them: trimmed, lower case, each once.
 * @throws {DomainError} invalid-input for more than 50, or one of more than 50 characters
 */
export function tagsInput(tags: readonly string[] | null | undefined): string[] {
  const path = ['input', 'tags'];
  if ((tags?.length ?? 0) > MOST_TAGS) throw invalidInput(`At most ${MOST_TAGS} tags are allowed.`, path);
  return [...new Set((tags ?? []).map((tag) => lineInput(tag, 'A tag', path, 50).toLowerCase()))];
}
