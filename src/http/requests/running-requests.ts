import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setImmediate as immediate, setTimeout as wait } from 'node:timers/promises';

/** How long a server takes leave. */
export interface Leave {
  /** For so long new requests are still taken, while /ready says no more: load balancers look away meanwhile. */
  graceMs: number;
  /** For so long running requests may go on after that. */
  drainMs: number;
}

/** Who has just connected may take so long to send the request. */
const LONGEST_LINGER_MS = 500;

/** The requests a server is at work on, so that it can finish them before it goes. */
export class RunningRequests {
  readonly #running = new Set<ServerResponse>();
  #isLeaving = false;
  #onEmpty: (() => void) | null = null;

  /** Whether the server takes leave. */
  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  begin(res: ServerResponse): void {
    this.#running.add(res);
    if (this.#isLeaving) res.setHeader('connection', 'close');
    res.once('close', () => {
      this.#running.delete(res);
      if (!this.#running.size) this.#onEmpty?.();
    });
  }

  /**
   * Closes the server so that no request it has taken is lost: connections are given up with the next response, then
   * no new ones are taken, then what runs is finished.
   * @param onDeaf called when no new connections are taken
   */
  async close(server: Server, { graceMs, drainMs }: Leave, onDeaf: () => unknown): Promise<void> {
    this.#isLeaving = true;
    for (const res of this.#running) if (!res.headersSent) res.setHeader('connection', 'close');
    await wait(graceMs);
    // Right after the loop has accepted who had connected; those the system holds beyond would be reset.
    await immediate();
    // That of net alone: that of http would also cut connections whose request is on its way.
    const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
    await onDeaf();
    for (const res of this.#running) if (isStream(res)) res.end();
    await Promise.all([this.#finished(drainMs), wait(Math.min(graceMs, LONGEST_LINGER_MS))]);
    // What came while lingering.
    await this.#finished(drainMs);
    server.closeAllConnections();
    await closed;
    // That of http stops the timer, too, by which it looks for silent connections: it would keep all that the server holds.
    server.close();
  }

  /** Resolves when nothing runs, or the time is over. */
  async #finished(mostMs: number): Promise<void> {
    if (!this.#running.size) return;
    const late = new AbortController();
    await Promise.race([
      new Promise<void>((resolve) => {
        this.#onEmpty = resolve;
      }),
      wait(mostMs, undefined, { signal: late.signal }).catch(() => {}),
    ]);
    late.abort();
    this.#onEmpty = null;
  }
}

/** A subscription over SSE has no end of its own; clients subscribe again where they were. */
const isStream = (res: ServerResponse) => String(res.getHeader('content-type')).includes('text/event-stream');
