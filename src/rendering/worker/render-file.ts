import { FairQueue } from '../../platform/concurrency/fair-queue.js';
import { DomainError, unavailable } from '../../platform/errors.js';
import { inThread, ThreadExceeded } from '../../platform/processes/in-thread.js';
import type { RenderRequest } from './types.js';

const downloads = new FairQueue({
  places: 3,
  mostWaiting: 20,
  refuse: () => unavailable('Many documents are being downloaded right now. Try again in a minute.'),
});
/** Nobody waits at the other end: however many they are, each has its turn. */
const runs = new FairQueue({ places: 2 });

/**
 * Makes a file of a document for somebody who waits for it, in another thread, so that a long one does not hold up the
 * service: three at a time, two of one organization; the others wait.
 * @param timeoutMs after which a document counts as too large
 * @throws {DomainError} file-too-large for one that takes too long or too much memory; unavailable where too many of the
 *   organization wait
 */
export const renderFile = (request: RenderRequest, timeoutMs = 120_000): Promise<Uint8Array> =>
  downloads.within(() => render(request, timeoutMs));

/**
 * `renderFile` for a step of a run, which is never turned away.
 * @throws {DomainError} file-too-large
 */
export const renderInRun = (request: RenderRequest): Promise<Uint8Array> =>
  runs.within(() => render(request, 120_000));

const render = (request: RenderRequest, timeoutMs: number): Promise<Uint8Array> =>
  inThread<Uint8Array>(new URL('./render-worker', import.meta.url), request, timeoutMs).catch(
    (error: unknown) => {
      throw error instanceof ThreadExceeded ? tooLarge(request) : error;
    },
  );

const tooLarge = ({ format }: RenderRequest) =>
  new DomainError(
    'file-too-large',
    `The document is too large to be made into a ${format === 'pdf' ? 'PDF' : 'Word file'}. ` +
      'Download it as Markdown, or split it.',
  );
