/** What the values come to. Unlike a generator, it can be returned from while the next value is waited for. */
export function mapped<T, R>(
  values: AsyncIterable<T>,
  map: (value: T) => Promise<R> | R,
): AsyncIterableIterator<R> {
  const iterator = values[Symbol.asyncIterator]();
  const end = async () => {
    await iterator.return?.();
    return { done: true as const, value: undefined };
  };
  return {
    async next() {
      const step = await iterator.next();
      return step.done ? { done: true, value: undefined } : { done: false, value: await map(step.value) };
    },
    return: end,
    throw: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
