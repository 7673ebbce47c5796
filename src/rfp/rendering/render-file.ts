import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { DomainError, unavailable } from '../../platform/errors.js';
import { FairQueue } from '../../platform/fair-queue.js';
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
  line.within(() => inThread(request, timeoutMs));

function inThread(request: RenderRequest, timeoutMs: number): Promise<Uint8Array> {
  const worker = start({
    workerData: request,
    execArgv: [],
    env: { NODE_ENV: 'production' },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  return new Promise<Uint8Array>((resolve, reject) => {
    const timer = setTimeout(() => reject(tooLarge(request)), timeoutMs);
    const settle = (end: () => void) => {
      clearTimeout(timer);
      end();
    };
    worker.once('message', (content: Uint8Array) => settle(() => resolve(content)));
    worker.once('error', (error: NodeJS.ErrnoException) =>
      settle(() => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge(request) : error)),
    );
    worker.once('exit', (code) =>
      settle(() => reject(new Error(`the thread that makes files ended with code ${code}`))),
    );
  }).finally(() => worker.terminate());
}

const tooLarge = ({ format }: RenderRequest) =>
  new DomainError(
    'file-too-large',
    `The document is too large to be made into a ${format === 'pdf' ? 'PDF' : 'Word file'}. ` +
      'Download it as Markdown, or split it.',
  );

/** The worker: compiled, or from its source where this is run from source, which takes a loader. */
function start(options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./render-worker.js', import.meta.url), options);
  // Its CommonJS form, which is what `resolve` finds, cannot register itself in a thread.
  const loader = pathToFileURL(
    createRequire(import.meta.url)
      .resolve('tsx/esm/api')
      .replace(/cjs$/, 'mjs'),
  ).href;
  const source = new URL('./render-worker.ts', import.meta.url).href;
  const script = `import('${loader}').then(({ register }) => { register(); return import('${source}'); })`;
  return new Worker(script, { ...options, eval: true });
}
