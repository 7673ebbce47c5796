import { z } from 'zod';

const count = (fallback: number, min = 1) =>
  z.coerce.number().int().min(min).max(1_000_000).default(fallback);

/** What clients may do with their connections. */
export const connectionVariables = {
  MAX_CONNECTIONS: count(10_000),
  MAX_CONNECTIONS_PER_ADDRESS: count(1_000),
  MIN_BYTES_PER_SECOND: count(512, 0),
  STALL_SECONDS: count(20),
  SOCKET_MESSAGE_KB: count(1_024),
  SOCKET_IDLE_SECONDS: count(300),
  SOCKET_OPERATIONS: count(100),
};

export interface ConnectionSettings {
  /** At a time, in this process. */
  most: number;
  /** The same from one address; not held where proxies of ours stand in front, as all come from them. */
  mostOfAddress: number;
  /** The least that a client has to send of a request, or read of a response, on average over `stallMs`. */
  leastBytesPerSecond: number;
  stallMs: number;
  socket: {
    messageBytes: number;
    /** How long a WebSocket may be open without an operation. */
    idleMs: number;
    /** Operations at a time on one WebSocket. */
    operations: number;
  };
}

export const connectionsOf = (v: z.infer<z.ZodObject<typeof connectionVariables>>): ConnectionSettings => ({
  most: v.MAX_CONNECTIONS,
  mostOfAddress: v.MAX_CONNECTIONS_PER_ADDRESS,
  leastBytesPerSecond: v.MIN_BYTES_PER_SECOND,
  stallMs: v.STALL_SECONDS * 1000,
  socket: {
    messageBytes: v.SOCKET_MESSAGE_KB * 1024,
    idleMs: v.SOCKET_IDLE_SECONDS * 1000,
    operations: v.SOCKET_OPERATIONS,
  },
});
