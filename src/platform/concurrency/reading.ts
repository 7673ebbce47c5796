const REPEAT_MS = 500;

/** Reads what is new when woken; a wake-up during a read causes one more read, never a parallel one. */
export class Reading {
  #reading: Promise<void> | null = null;
  #again = false;

  /** @param isWanted whether a read that failed is repeated: the word that caused it will not come again */
  constructor(
    private readonly read: () => Promise<void>,
    private readonly isWanted: () => boolean,
  ) {}

  wake(): void {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = this.read().finally(() => {
      this.#reading = null;
      if (this.#again) {
        this.#again = false;
        this.wake();
      }
    });
    this.#reading.catch(() => setTimeout(() => this.isWanted() && this.wake(), REPEAT_MS));
  }
}
