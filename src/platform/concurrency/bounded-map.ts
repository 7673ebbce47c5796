interface Entry<V> {
  value: V;
  weight: number;
}

/**
 * A cache that holds at most so much: bytes where `set` is told what values take, else entries. What was not used for
 * longest goes first.
 */
export class BoundedMap<V> {
  // In order of use, the longest unused first.
  readonly #entries = new Map<string, Entry<V>>();
  #held = 0;

  /** @param onRemoved called for each value that is not held any more, whatever the reason */
  constructor(
    private readonly most: number,
    private readonly onRemoved: (value: V) => void = () => {},
  ) {}

  /** How much is held; of bytes, keys included. */
  get held(): number {
    return this.#held;
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
  set(key: string, value: V, valueBytes?: number): void {
    this.delete(key);
    // As V8 holds texts that are not Latin-1.
    const weight = valueBytes === undefined ? 1 : 2 * key.length + valueBytes;
    if (weight > this.most) return;
    this.#entries.set(key, { value, weight });
    this.#held += weight;
    for (const oldest of this.#entries.keys()) {
      if (this.#held <= this.most) break;
      this.delete(oldest);
    }
  }

  /** What is kept by its key, or else made and kept. */
  getOrMake(key: string, make: () => V): V {
    const known = this.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.set(key, made);
    return made;
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#held -= entry.weight;
    this.#entries.delete(key);
    this.onRemoved(entry.value);
  }

  clear(): void {
    for (const key of [...this.#entries.keys()]) this.delete(key);
  }
}
