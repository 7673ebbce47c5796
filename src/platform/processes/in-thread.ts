import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import Tinypool from 'tinypool';

/** The work took longer, or more memory, than it may. */
export class ThreadExceeded extends Error {
  override readonly name = 'ThreadExceeded';
}

const MOST_MEMORY_MB = 1_536;
const IDLE_MS = 60_000;

let pool: Tinypool | null = null;

/** Threads stay a while after their work, with what they have loaded: starting one takes longer than most of the work. */
const threads = (): Tinypool => {
  pool ??= new Tinypool({
    filename: new URL('./thread.mjs', import.meta.url).href,
    minThreads: 0,
    maxThreads: 3,
    idleTimeout: IDLE_MS,
    useAtomics: false,
    execArgv: [],
    env: { NODE_ENV: 'production' },
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  });
  return pool;
};

/**
 * Does work in another thread, so that it does not hold up the service.
 * @param module the address of the module that does it, without its ending; its default export gets `data`, and what it
 *   returns is the result
 * @param timeoutMs after which the thread is ended
 * @throws {ThreadExceeded}
 */
export async function inThread<T>(module: URL, data: unknown, timeoutMs: number): Promise<T> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return (await threads().run({ ...addressOf(module), data }, { signal })) as T;
  } catch (error) {
    if (signal.aborted) throw new ThreadExceeded(`took more than ${timeoutMs} ms`);
    if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY')
      throw new ThreadExceeded((error as Error).message);
    throw error;
  }
}

/** The compiled module, or its source where this is run from source, which takes a loader. */
function addressOf(module: URL): { module: string; loader: string | null } {
  if (!import.meta.url.endsWith('.ts')) return { module: `${module}.js`, loader: null };
  // Its CommonJS form, which is what `resolve` finds, cannot register itself in a thread.
  const loader = pathToFileURL(
    createRequire(import.meta.url)
      .resolve('tsx/esm/api')
      .replace(/cjs$/, 'mjs'),
  ).href;
  return { module: `${module}.ts`, loader };
}
