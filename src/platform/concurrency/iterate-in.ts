/** Steps of the iteration are done within something, such as a context, whoever asks for them. */
export function iterateIn<T>(
  within: <R>(step: () => Promise<R>) => Promise<R>,
  results: AsyncIterable<T>,
): AsyncIterableIterator<T> {
  const iterator = results[Symbol.asyncIterator]();
  return {
    next: () => within(() => iterator.next()),
    return: (value) =>
      within(() => iterator.return?.(value) ?? Promise.resolve({ done: true, value: undefined })),
    throw: (error) => within(() => iterator.throw?.(error) ?? Promise.reject(error)),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
