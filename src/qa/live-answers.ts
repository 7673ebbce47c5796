import { Waiting } from '../platform/concurrency/waiting.js';

declare module '../app-types.js' {
  interface App {
    liveAnswers: LiveAnswers;
  }
}

/** Why the work on an answer was ended before it was done. */
export type Ending = 'left' | 'closing';

/** An answer that this process is writing, as those who follow it see it. */
export class LiveAnswer {
  /** The text so far. It grows, or is replaced: then it begins otherwise. */
  text = '';
  isOver = false;
  readonly #ending = new AbortController();
  readonly #waiting = new Waiting();
  #followers = 0;

  /** Aborts when nobody follows any more, or the process stops; the reason is an `Ending`. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  show(text: string): void {
    this.text = text;
    this.#waiting.wake();
  }

  end(): void {
    this.isOver = true;
    this.#waiting.wake();
  }

  stop(ending: Ending): void {
    if (!this.isOver) this.#ending.abort(ending);
  }

  /** @returns a function by which the follower leaves; when the last one has left, the work is ended */
  join(): () => void {
    this.#followers++;
    let isIn = true;
    return () => {
      if (isIn && --this.#followers === 0) this.stop('left');
      isIn = false;
    };
  }

  /** Resolves when the text is another than `seen` or will change no more, or when `signal` aborts. */
  changed(seen: string, signal: AbortSignal): Promise<void> {
    return this.text !== seen || this.isOver ? Promise.resolve() : this.#waiting.wait(signal);
  }
}

/** The answers that this process is writing. Their rows are the truth; what is here makes following them quick. */
export class LiveAnswers {
  readonly #live = new Map<string, { answer: LiveAnswer; done: Promise<void> }>();
  #isClosed = false;

  get(id: string): LiveAnswer | null {
    return this.#live.get(id)?.answer ?? null;
  }

  /**
   * Begins the work on an answer.
   * @param work never rejects
   */
  begin(id: string, work: (answer: LiveAnswer) => Promise<void>): LiveAnswer {
    const answer = new LiveAnswer();
    if (this.#isClosed) answer.stop('closing');
    const done = work(answer).finally(() => {
      // Another try may have begun as soon as the failure of this one was on record.
      if (this.get(id) === answer) this.#live.delete(id);
      answer.end();
    });
    this.#live.set(id, { answer, done });
    return answer;
  }

  /** Ends all work, and waits until that is on record. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const all = [...this.#live.values()];
    for (const { answer } of all) answer.stop('closing');
    await Promise.all(all.map(({ done }) => done));
  }
}
