import type { ExecutionResult } from 'graphql';
import type { Subscriber } from './subscriber.js';

/** Begins to execute the subscription after a sequence: a result an event, or the errors that prevent it. */
export type Open = (after: number) => Promise<AsyncIterable<ExecutionResult> | ExecutionResult>;

/** Where streams of one subscription find each other. */
interface Siblings {
  streams: Set<Stream>;
  open: Open;
  stopped(): void;
}

/** One execution of the subscription, written to any number of subscribers. */
class Stream {
  readonly members = new Set<Subscriber>();
  readonly opened: Promise<ExecutionResult | null>;
  #results: AsyncIterator<ExecutionResult> | null = null;
  #isOver = false;

  constructor(
    private readonly siblings: Siblings,
    /** Sequence of the last event written. Events have no gaps, so each result is the next one. */
    public position: number,
    /** Set for one whose only member cannot keep up: it goes at that member's pace. */
    private readonly straggler: Subscriber | null = null,
  ) {
    siblings.streams.add(this);
    if (straggler) this.members.add(straggler);
    this.opened = this.#open();
  }

  get isShared(): boolean {
    return !this.straggler && !this.#isOver;
  }

  leave(member: Subscriber): void {
    if (this.members.delete(member) && !this.members.size) this.#stop();
  }

  async #open(): Promise<ExecutionResult | null> {
    try {
      await this.#keepPace();
      if (this.#isOver) return null;
      const opened = await this.siblings.open(this.position);
      if (!(Symbol.asyncIterator in opened)) {
        this.#stop();
        return opened;
      }
      const results = opened[Symbol.asyncIterator]();
      this.#results = results;
      // Everybody may have left meanwhile.
      if (this.#isOver) void results.return?.();
      else void this.#run(results);
      return null;
    } catch (error) {
      this.#stop();
      throw error;
    }
  }

  async #run(results: AsyncIterator<ExecutionResult>): Promise<void> {
    try {
      while (!this.#isOver) {
        const next = await results.next();
        if (next.done || this.#isOver) break;
        this.position++;
        const payload = JSON.stringify(next.value);
        for (const member of this.members) {
          const sending = this.#send(member, payload);
          if (sending) await sending;
        }
        if (!this.members.size) break;
        if (this.straggler) await this.#keepPace();
        else this.#partWithTheSlow();
        this.#joinOthers();
      }
      for (const member of this.members) member.complete();
    } catch (error) {
      for (const member of this.members) member.fail(error);
    }
    this.#stop();
  }

  /** Who cannot pay for it goes, the others stay. */
  #send(member: Subscriber, payload: string): undefined | Promise<void> {
    const refuse = (error: unknown) => {
      this.members.delete(member);
      member.fail(error);
    };
    try {
      return member.send(this.position, payload)?.catch(refuse);
    } catch (error) {
      return void refuse(error);
    }
  }

  async #keepPace(): Promise<void> {
    await this.straggler?.catchUp();
    if (this.straggler && !this.straggler.isOpen) this.#stop();
  }

  /** Nobody waits for those who do not read: they go on by themselves from here. */
  #partWithTheSlow(): void {
    for (const member of this.members) {
      if (!member.isSlow) continue;
      this.members.delete(member);
      const own = new Stream(this.siblings, this.position, member);
      own.opened.then((refusal) => refusal && member.fail(refusal.errors?.[0]), member.fail);
    }
    if (!this.members.size) this.#stop();
  }

  /** Where another stream is as far, one of the two is enough. */
  #joinOthers(): void {
    for (const other of this.siblings.streams) {
      if (other === this || !other.#results || !other.isShared || other.position !== this.position) continue;
      for (const member of this.members) other.members.add(member);
      this.members.clear();
      this.#stop();
      return;
    }
  }

  #stop(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.siblings.streams.delete(this);
    void this.#results?.return?.();
    this.siblings.stopped();
  }
}

/**
 * Equal subscriptions of equal actors to one workflow. Each event is executed and put into JSON once for all
 * who are equally far. Who is behind catches up in a stream of his own and then joins the others.
 */
export class SharedSubscription {
  readonly #siblings: Siblings;

  /** @param onEmpty called when nobody is left */
  constructor(open: Open, onEmpty: () => void) {
    const streams = new Set<Stream>();
    const stopped = () => {
      if (!streams.size) onEmpty();
    };
    this.#siblings = { streams, open, stopped };
  }

  /**
   * Begins to write to the subscriber.
   * @returns the errors that prevent it, or null
   */
  async join(subscriber: Subscriber, after: number): Promise<ExecutionResult | null> {
    let stream: Stream | null = null;
    for (const each of this.#siblings.streams)
      if (each.isShared && each.position <= after && each.position >= (stream?.position ?? 0)) stream = each;
    stream ??= new Stream(this.#siblings, after);
    stream.members.add(subscriber);
    const refusal = await stream.opened;
    if (refusal) this.leave(subscriber);
    return refusal;
  }

  leave(subscriber: Subscriber): void {
    for (const stream of [...this.#siblings.streams]) stream.leave(subscriber);
  }
}
