import { FairQueue } from '../../platform/concurrency/fair-queue.js';
import { DomainError, unavailable } from '../../platform/errors.js';
import { inThread, ThreadExceeded } from '../../platform/processes/in-thread.js';
import type { RenderRequest } from './types.js';

const MEMORY_MB = 1_536;

const line = new FairQueue({
  places: 3,
  mostWaiting: 20,
  refuse: () => unavailable('Many documents are being downloaded right now. Try again in a minute.'),
});

/**
 * Makes a file of a document in a thread of its own, so that a long one does not hold up the service: three at a time,
 * two of one organization; the others wait.
 * @param timeoutMs after which a document counts as too large
 * @throws {DomainError} file-too-large for one that takes too long or too much memory; unavailable where too many of the
 *   organization wait
 */
export const renderFile = (request: RenderRequest, timeoutMs = 120_000): Promise<Uint8Array> =>
  line.within(() =>
    inThread<Uint8Array>(new URL('./render-worker', import.meta.url), request, {
      memoryMb: MEMORY_MB,
      timeoutMs,
    }).catch((error: unknown) => {
      throw error instanceof ThreadExceeded ? tooLarge(request) : error;
    }),
  );

const tooLarge = ({ format }: RenderRequest) =>
  new DomainError(
    'file-too-large',
    `The document is too large to be made into a ${format === 'pdf' ? 'PDF' : 'Word file'}. ` +
      'Download it as Markdown, or split it.',
  );
