import { ForksPoolWorker, type PoolOptions } from 'vitest/node';

const NAME = 'bounded-forks';

/** Beyond it collecting garbage takes longer than loading the modules again. */
const MOST_HEAP_BYTES = 1024 * 1024 * 1024;

/** A process that runs one test file after the other, until it holds too much memory. */
class BoundedForksWorker extends ForksPoolWorker {
  override readonly name = NAME;
  readonly reportMemory = true;
  #heapBytes = 0;

  override deserialize(data: unknown): unknown {
    const message = super.deserialize(data);
    const { usedMemory } = (message ?? {}) as { usedMemory?: number };
    if (usedMemory) this.#heapBytes = usedMemory;
    return message;
  }

  canReuse(): boolean {
    return this.#heapBytes < MOST_HEAP_BYTES;
  }
}

/** A pool as vitest takes it. */
export const boundedForks = {
  name: NAME,
  createPoolWorker: (options: PoolOptions) => new BoundedForksWorker(options),
};
