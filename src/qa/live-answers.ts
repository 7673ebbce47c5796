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
  #leaving: NodeJS.Timeout | undefined;

  /** @param graceMs for how long the work goes on when the last one who follows has left: connections are cut, and come again */
  constructor(private readonly graceMs = 0) {}

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
    clearTimeout(this.#leaving);
    this.#waiting.wake();
  }

  stop(ending: Ending): void {
    if (!this.isOver) this.#ending.abort(ending);
  }

  /** @returns a function by which the follower leaves; when the last one has left and none comes in time, the work is ended */
  join(): () => void {
    this.#followers++;
    clearTimeout(this.#leaving);
    let isIn = true;
    return () => {
      if (isIn && --this.#followers === 0) this.#wait();
      isIn = false;
    };
  }

  #wait(): void {
    if (this.graceMs > 0) this.#leaving = setTimeout(() => this.stop('left'), this.graceMs).unref();
    else this.stop('left');
  }

  /** Resolves when the text is another than `seen` or will change no more, or when `signal` aborts. */
  changed(seen: string, signal: AbortSignal): Promise<void> {
    return this.text !== seen || this.isOver ? Promise.resolve() : this.#waiting.wait(signal);
  }
}

/** The answers that this process is writing. Their rows are the truth; what is here makes following them quick. */
export class LiveAnswers {
  readonly #live = new Map<string, { answer: LiveAnswer; done: Promise<void> }>();
  readonly #left = new Map<string, { id: string; timer: NodeJS.Timeout }>();
  #isClosed = false;

  /** @param graceMs as of a `LiveAnswer` */
  constructor(private readonly graceMs = 0) {}

  get(id: string): LiveAnswer | null {
    return this.#live.get(id)?.answer ?? null;
  }

  /**
   * Begins the work on an answer.
   * @param work never rejects
   */
  begin(id: string, work: (answer: LiveAnswer) => Promise<void>): LiveAnswer {
    const answer = new LiveAnswer(this.graceMs);
    if (this.#isClosed) answer.stop('closing');
    const done = work(answer).finally(() => {
      // Another try may have begun as soon as the failure of this one was on record.
      if (this.get(id) === answer) this.#live.delete(id);
      answer.end();
    });
    this.#live.set(id, { answer, done });
    return answer;
  }

  /**
   * Notes that whoever asked was cut off before the end of the answer: asked the same again in time, it is followed.
   * @param asked what was asked, by whom and where
   */
  leave(asked: string, id: string): void {
    if (this.graceMs === 0) return;
    clearTimeout(this.#left.get(asked)?.timer);
    const timer = setTimeout(() => this.#left.delete(asked), this.graceMs).unref();
    this.#left.set(asked, { id, timer });
  }

  /** The answer that was left, once; null where there is none. */
  comeBack(asked: string): string | null {
    const left = this.#left.get(asked);
    if (!left) return null;
    clearTimeout(left.timer);
    this.#left.delete(asked);
    return left.id;
  }

  /** Ends all work, and waits until that is on record. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const all = [...this.#live.values()];
    for (const { answer } of all) answer.stop('closing');
    await Promise.all(all.map(({ done }) => done));
  }
}
