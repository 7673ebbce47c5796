import { FairQueue } from '../platform/concurrency/fair-queue.js';
import { DomainError } from '../platform/errors.js';
import { inThread, ThreadExceeded } from '../platform/processes/in-thread.js';
import { type NewPassage, passagesOfText } from './passages.js';

/** Up to this length a text is cut where it is: it takes no longer than handing it over. */
const AT_ONCE = 50_000;
const MOST_MS = 120_000;

const line = new FairQueue({ places: 3 });

/**
 * `passagesOfText`, for long texts in a thread: a table of a megabyte would hold up the service.
 * @throws {DomainError} file-too-large for one that takes too long or too much memory
 */
export async function cutText(title: string, content: string): Promise<NewPassage[]> {
  if (content.length <= AT_ONCE) return passagesOfText(title, content);
  const module = new URL('./cut-text-worker', import.meta.url);
  return line
    .within(() => inThread<NewPassage[]>(module, { title, content }, MOST_MS))
    .catch((error: unknown) => {
      if (!(error instanceof ThreadExceeded)) throw error;
      throw new DomainError(
        'file-too-large',
        'The text takes too long to be read. Split it and add its parts.',
        ['input', 'content'],
      );
    });
}
