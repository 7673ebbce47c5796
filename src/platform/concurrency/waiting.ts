/** Those who wait for something to change. */
export class Waiting {
  readonly #waiting = new Set<() => void>();

  /** Whether anybody waits. */
  get isAny(): boolean {
    return this.#waiting.size > 0;
  }

  /** Resolves at the next `wake`, or when `signal` aborts. */
  wait(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}
