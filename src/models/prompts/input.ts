import { invalidInput } from '../../platform/errors.js';
import { textInput, withoutInvisible } from '../../platform/text/text-input.js';

const MOST = 20_000;
const PATH = ['input', 'text'];

/**
 * Instructions typed by a person: 1 to 20,000 characters, trimmed.
 * @throws {DomainError} invalid-input, also for the markup that fences what other people wrote: instructions that
 *   hold it could open or close such a fence
 */
export function instructionsInput(value: string): string {
  if (value.includes('\0')) throw invalidInput('The instructions hold a NUL character. Take it out.', PATH);
  const text = textInput(value.trim(), 'The text of the instructions', PATH, { max: MOST }).trim();
  if (/<\s*\/?\s*untrusted/i.test(withoutInvisible(text).normalize('NFKC')))
    throw invalidInput(
      'The instructions hold “<untrusted”, which marks what other people wrote. Take it out; the notice about ' +
        'such text is added by itself.',
      PATH,
    );
  return text;
}
