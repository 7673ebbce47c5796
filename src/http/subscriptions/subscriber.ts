import { setTimeout as wait } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import type { WebSocket } from 'ws';
import type { Pay } from '../graphql/limits/limit-events.js';

export interface Patience {
  /** Bytes that may wait in this process for one socket before its subscriptions go at a pace of their own. */
  bufferBytes: number;
  /** How long such a socket may take to get below that before it is closed. */
  timeoutMs: number;
}

export const PATIENCE: Patience = { bufferBytes: 512 * 1024, timeoutMs: 10_000 };

/** "Try again later": clients of graphql-transport-ws reconnect after it. */
export const TOO_SLOW = 1013;
const REASON = 'Too slow. Reconnect, and subscribe after the last sequence you have.';
const LOOK_EVERY_MS = 25;
const GOODBYE_MS = 5_000;

type End = IteratorReturnResult<undefined>;

/** One subscription over a socket, as those who write to it see it. */
export class Subscriber {
  readonly #head: string;
  readonly #end: Promise<End>;
  #resolve!: (end: End) => void;
  #reject!: (error: unknown) => void;

  /** @param cursor sequence of the last event it has */
  constructor(
    private readonly socket: WebSocket,
    id: string,
    private cursor: number,
    private readonly patience: Patience,
    private readonly pay: Pay,
    private readonly onDrop: () => void,
  ) {
    this.#head = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
    this.#end = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#end.catch(() => {});
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  get isSlow(): boolean {
    return this.socket.bufferedAmount > this.patience.bufferBytes;
  }

  /**
   * Sends event number `sequence` unless it has it, once it is paid for. `payload` is the result as JSON, made once for
   * everybody.
   * @throws {GraphQLError} where it cannot be paid
   */
  send(sequence: number, payload: string): undefined | Promise<void> {
    if (sequence <= this.cursor || !this.isOpen) return undefined;
    this.cursor = sequence;
    const deliver = () => {
      if (this.isOpen) this.socket.send(`${this.#head}${payload}}`);
    };
    const paying = this.pay();
    return paying ? paying.then(deliver) : void deliver();
  }

  /** Waits until it has taken in what was sent; closes its socket, saying why, where that takes too long. */
  async catchUp(): Promise<void> {
    const until = Date.now() + this.patience.timeoutMs;
    while (this.isSlow && this.isOpen) {
      if (Date.now() > until) return this.#drop();
      await wait(LOOK_EVERY_MS);
    }
  }

  #drop(): void {
    const { socket } = this;
    this.onDrop();
    socket.close(TOO_SLOW, REASON);
    // One that does not read does not get the reason either; its buffer is not kept for long.
    setTimeout(() => socket.terminate(), GOODBYE_MS).unref();
  }

  complete(): void {
    this.#resolve({ done: true, value: undefined });
  }

  readonly fail = (error: unknown): void => this.#reject(error);

  /**
   * What graphql-ws holds on to: it yields nothing, as messages are sent past it, and ends with the subscription.
   * @param leave called when the client wants no more
   */
  results(leave: () => void): AsyncGenerator<ExecutionResult, undefined, void> {
    const stop = () => {
      leave();
      this.complete();
      return this.#end;
    };
    return {
      next: () => this.#end,
      return: stop,
      throw: stop,
      [Symbol.asyncIterator]() {
        return this;
      },
    } as unknown as AsyncGenerator<ExecutionResult, undefined, void>;
  }
}
