import { GraphQLError } from 'graphql';
import type { WebSocket } from 'ws';
import type { ConnectionSettings } from '../../platform/settings/connection-settings.js';

/** A normal end: clients connect again when they have something to ask. */
const IDLE = 1000;

interface State {
  operations: Set<string>;
  idle: NodeJS.Timeout;
}

/** Bounds what one WebSocket holds: operations at a time, and time without any. */
export class SocketLimits {
  readonly #sockets = new WeakMap<WebSocket, State>();

  constructor(private readonly settings: ConnectionSettings['socket']) {}

  /** Begins to count. */
  opened(socket: WebSocket): void {
    const state = { operations: new Set<string>(), idle: this.#closeLater(socket) };
    this.#sockets.set(socket, state);
    socket.once('close', () => clearTimeout(state.idle));
  }

  #closeLater(socket: WebSocket): NodeJS.Timeout {
    const { idleMs } = this.settings;
    return setTimeout(() => socket.close(IDLE, 'Nothing was asked for a while'), idleMs).unref();
  }

  /** @returns why the operation cannot begin, or null */
  begin(socket: WebSocket, id: string): GraphQLError | null {
    const state = this.#sockets.get(socket);
    if (!state) return null;
    const { operations, idle } = state;
    if (operations.size >= this.settings.operations)
      return new GraphQLError(
        `At most ${this.settings.operations} operations may run on one socket. Complete some, or open another.`,
        {
          extensions: {
            code: 'LIMIT_EXCEEDED',
            limit: 'socketOperations',
            allowed: this.settings.operations,
          },
        },
      );
    operations.add(id);
    clearTimeout(idle);
    return null;
  }

  end(socket: WebSocket, id: string): void {
    const state = this.#sockets.get(socket);
    if (!state?.operations.delete(id) || state.operations.size) return;
    if (socket.readyState === socket.OPEN) state.idle = this.#closeLater(socket);
  }
}
