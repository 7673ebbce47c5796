/**
 * An iterator over what a generator yields that can be returned from while the generator waits: aborting its signal
 * lets `return` through at once.
 * @param onEnd called once, when it is over or wanted no more, also where it was never begun
 */
export function abortable<T>(
  generate: (signal: AbortSignal) => AsyncGenerator<T, void, void>,
  onEnd: () => void = () => {},
): AsyncIterableIterator<T> {
  const stop = new AbortController();
  const generator = generate(stop.signal);
  let isOver = false;
  const end = () => {
    if (!isOver) onEnd();
    isOver = true;
  };
  const ended = async (step: Promise<IteratorResult<T, void>>): Promise<IteratorResult<T>> => {
    try {
      const result = await step;
      if (result.done) end();
      return result as IteratorResult<T>;
    } catch (error) {
      end();
      throw error;
    }
  };
  return {
    next: () => ended(generator.next()),
    return: () => {
      stop.abort();
      end();
      return ended(generator.return());
    },
    throw: (error) => {
      stop.abort();
      end();
      return ended(generator.throw(error));
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
