interface Opened<T> {
  thing: T;
  close(): void;
}

/** What several use at a time, by an id: opened for the first of them, closed behind the last. */
export class Shared<T> {
  readonly #open = new Map<string, Opened<T> & { users: number }>();

  constructor(private readonly open: (id: string) => Opened<T>) {}

  join(id: string): T {
    const known = this.#open.get(id);
    if (known) {
      known.users++;
      return known.thing;
    }
    const opened = this.open(id);
    this.#open.set(id, { ...opened, users: 1 });
    return opened.thing;
  }

  leave(id: string): void {
    const entry = this.#open.get(id);
    if (!entry || --entry.users > 0) return;
    this.#open.delete(id);
    entry.close();
  }
}
