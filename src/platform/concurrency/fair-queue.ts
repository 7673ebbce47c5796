import { currentScope, scopeKey } from '../database/scope.js';

export interface Places {
  /** How many are in at a time. */
  places: number;
  /** How many of those one owner may have; all but one where it is left out, so that another never waits for it. */
  mostOfOne?: number;
  /** How many of one owner may wait; the next one is turned away by what `refuse` makes. Any number where left out. */
  mostWaiting?: number;
  /** How many of all owners may wait. Any number where left out. */
  mostWaitingInAll?: number;
  refuse?(): Error;
}

/** Called when it is one's turn, with the function that gives the place back. */
type Turn = (leave: () => void) => void;

/**
 * Shares places among owners. Owners are organizations as a rule, by the scope at hand: what one of them asks for at
 * once never makes another one wait for more than a place to become free. The next place goes to who has fewest, in
 * turns where several have as few; within an owner it goes by order of arrival.
 */
export class FairQueue {
  readonly #given: Required<Pick<Places, 'places' | 'mostOfOne'>> & Places;
  readonly #held = new Map<string, number>();
  /** Those who had their turn longest ago come first. */
  readonly #waiting = new Map<string, Turn[]>();
  #free: number;

  constructor(given: Places) {
    this.#given = { mostOfOne: Math.max(1, given.places - 1), ...given };
    this.#free = given.places;
  }

  /** How many wait, of all owners. */
  get waiting(): number {
    return [...this.#waiting.values()].reduce((sum, line) => sum + line.length, 0);
  }

  /** Whether nobody is in, and so nobody waits. */
  get isEmpty(): boolean {
    return this.#held.size === 0;
  }

  /**
   * Calls `turn` when there is a place: before this returns, where there is one now.
   * @returns leaves the line, where it was not one's turn yet
   * @throws what `refuse` makes
   */
  request(turn: Turn, owner = scopeKey(currentScope())): () => void {
    if (this.#free > 0 && this.#mayHave(owner)) {
      this.#admit(owner, turn);
      return () => {};
    }
    const { mostWaiting = Number.POSITIVE_INFINITY, mostWaitingInAll, refuse } = this.#given;
    const isFull = mostWaitingInAll !== undefined && this.waiting >= mostWaitingInAll;
    const line = this.#waiting.get(owner) ?? [];
    if (isFull || line.length >= mostWaiting) throw refuse?.() ?? new Error('too many wait');
    line.push(turn);
    this.#waiting.set(owner, line);
    return () => {
      const at = line.indexOf(turn);
      if (at >= 0) line.splice(at, 1);
      if (line.length === 0 && this.#waiting.get(owner) === line) this.#waiting.delete(owner);
    };
  }

  /**
   * Resolves when it is one's turn, with the function that gives the place back.
   * @throws the signal's reason where it aborts first; what `refuse` makes
   */
  enter(signal?: AbortSignal, owner?: string): Promise<() => void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const giveUp = () => {
        leaveLine();
        reject(signal?.reason);
      };
      // First, since the turn may come at once.
      signal?.addEventListener('abort', giveUp, { once: true });
      const leaveLine = this.request((leave) => {
        signal?.removeEventListener('abort', giveUp);
        resolve(leave);
      }, owner);
    });
  }

  /** Does the work in a place. */
  async within<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const leave = await this.enter(signal);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  #mayHave(owner: string): boolean {
    return (this.#held.get(owner) ?? 0) < this.#given.mostOfOne;
  }

  #admit(owner: string, turn: Turn): void {
    this.#free--;
    this.#held.set(owner, (this.#held.get(owner) ?? 0) + 1);
    let isIn = true;
    turn(() => {
      if (!isIn) return;
      isIn = false;
      const left = this.#held.get(owner)! - 1;
      if (left) this.#held.set(owner, left);
      else this.#held.delete(owner);
      this.#free++;
      this.#next();
    });
  }

  #next(): void {
    const owner = this.#nextOwner();
    if (owner === null || this.#free === 0) return;
    const line = this.#waiting.get(owner)!;
    const turn = line.shift()!;
    this.#waiting.delete(owner);
    if (line.length) this.#waiting.set(owner, line);
    this.#admit(owner, turn);
  }

  #nextOwner(): string | null {
    let next: { owner: string; has: number } | null = null;
    for (const owner of this.#waiting.keys()) {
      const has = this.#held.get(owner) ?? 0;
      if (this.#mayHave(owner) && has < (next?.has ?? Number.POSITIVE_INFINITY)) next = { owner, has };
    }
    return next?.owner ?? null;
  }
}
