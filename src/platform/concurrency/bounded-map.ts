interface Entry<V> {
  value: V;
  bytes: number;
}

/** A cache that holds at most so many bytes; what was not used for longest goes first. */
export class BoundedMap<V> {
  // In order of use, the longest unused first.
  readonly #entries = new Map<string, Entry<V>>();
  #bytes = 0;

  constructor(private readonly mostBytes: number) {}

  /** How much is held, keys included. */
  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** @param valueBytes what the value takes; one that would take all there is is not kept */
  set(key: string, value: V, valueBytes: number): void {
    this.delete(key);
    // As V8 holds texts that are not Latin-1.
    const bytes = 2 * key.length + valueBytes;
    if (bytes > this.mostBytes) return;
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.mostBytes) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }
}
