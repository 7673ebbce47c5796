import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** The work took longer, or more memory, than it may. */
export class ThreadExceeded extends Error {
  override readonly name = 'ThreadExceeded';
}

/**
 * Does work in a thread of its own, so that it does not hold up the service: the module gets `data` as its `workerData`,
 * and posts one message, the result.
 * @param module the address of the module, without its ending
 * @throws {ThreadExceeded}
 */
export function inThread<T>(
  module: URL,
  data: unknown,
  { memoryMb, timeoutMs }: { memoryMb: number; timeoutMs: number },
): Promise<T> {
  const worker = start(module, {
    workerData: data,
    execArgv: [],
    env: { NODE_ENV: 'production' },
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new ThreadExceeded(`took more than ${timeoutMs} ms`)), timeoutMs);
    const settle = (end: () => void) => {
      clearTimeout(timer);
      end();
    };
    worker.once('message', (result: T) => settle(() => resolve(result)));
    worker.once('error', (error: NodeJS.ErrnoException) =>
      settle(() =>
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new ThreadExceeded(error.message) : error),
      ),
    );
    worker.once('exit', (code) =>
      settle(() => reject(new Error(`the thread of ${module} ended with code ${code}`))),
    );
  }).finally(() => worker.terminate());
}

/** The worker: compiled, or from its source where this is run from source, which takes a loader. */
function start(module: URL, options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL(`${module}.js`), options);
  // Its CommonJS form, which is what `resolve` finds, cannot register itself in a thread.
  const loader = pathToFileURL(
    createRequire(import.meta.url)
      .resolve('tsx/esm/api')
      .replace(/cjs$/, 'mjs'),
  ).href;
  const script = `import('${loader}').then(({ register }) => { register(); return import('${module}.ts'); })`;
  return new Worker(script, { ...options, eval: true });
}
