interface Entry<V> {
  value: V;
  weight: number;
}

/** What an entry takes, as V8 holds texts that are not Latin-1. */
const bytesOf = (key: string, valueBytes: number) => 2 * key.length + valueBytes;

/** For maps that hold at most so many entries, whatever they weigh. */
export const EACH = () => 1;

/** A map that holds at most so much; what was not used for longest goes first. */
export class BoundedMap<V> {
  // In order of use, the longest unused first.
  readonly #entries = new Map<string, Entry<V>>();
  #weight = 0;

  /**
   * @param most bytes; entries, where `weigh` is `EACH`
   * @param onRemoved called for each value that is not held any more, whatever took its place
   */
  constructor(
    private readonly most: number,
    private readonly weigh: (key: string, valueBytes: number) => number = bytesOf,
    private readonly onRemoved: (value: V) => void = () => {},
  ) {}

  /** How many bytes, or entries, are held; keys included. */
  get bytes(): number {
    return this.#weight;
  }

  /** In order of use, the longest unused first. */
  *values(): IterableIterator<V> {
    for (const { value } of this.#entries.values()) yield value;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** @param valueBytes what the value takes; one that would take all there is is not kept */
  set(key: string, value: V, valueBytes = 0): void {
    this.delete(key);
    const weight = this.weigh(key, valueBytes);
    if (weight > this.most) return;
    this.#entries.set(key, { value, weight });
    this.#weight += weight;
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.most) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#weight -= entry.weight;
    this.#entries.delete(key);
    this.onRemoved(entry.value);
  }

  clear(): void {
    for (const key of [...this.#entries.keys()]) this.delete(key);
  }
}
