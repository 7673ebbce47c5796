import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { DomainError, unavailable } from '../../platform/errors.js';
import type { RenderRequest } from './types.js';

const CONCURRENCY = 2;
const MOST_WAITING = 20;
const MEMORY_MB = 1_536;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * Makes a file of a document in a thread of its own, so that a long one does not hold up the service: two at a
 * time, the others wait.
 * @param timeoutMs after which a document counts as too large
 * @throws {DomainError} file-too-large for one that takes too long or too much memory; unavailable where too many wait
 */
export async function renderFile(request: RenderRequest, timeoutMs = 120_000): Promise<Uint8Array> {
  await enter();
  try {
    return await inThread(request, timeoutMs);
  } finally {
    const next = waiting.shift();
    // The place goes to the next one in line, so the count stays as it is.
    if (next) next();
    else running -= 1;
  }
}

function enter(): Promise<void> {
  if (running < CONCURRENCY) {
    running += 1;
    return Promise.resolve();
  }
  if (waiting.length >= MOST_WAITING)
    throw unavailable('Many documents are being downloaded right now. Try again in a minute.');
  return new Promise((resolve) => waiting.push(resolve));
}

function inThread(request: RenderRequest, timeoutMs: number): Promise<Uint8Array> {
  const worker = new Worker(entry.url, {
    workerData: request,
    execArgv: entry.execArgv,
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

/** The worker: compiled, or from its source where this is run from source. */
const entry = import.meta.url.endsWith('.ts')
  ? {
      url: new URL('./render-worker.ts', import.meta.url),
      execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href],
    }
  : { url: new URL('./render-worker.js', import.meta.url), execArgv: [] };
