import { type RawData, WebSocket } from 'ws';
import type { OperationLimits } from '../../platform/settings/limit-settings.js';
import { excessOfJson } from '../graphql/limits/limit-json.js';

/** Of RFC 6455: a message that is too big to be processed; and how long its reason may be. */
const TOO_BIG = 1009;
const LONGEST_REASON = 123;

/** Sockets that are closed by a message whose JSON may not be parsed, before anybody parses it. */
export const boundedSocket = (limits: OperationLimits) =>
  class extends WebSocket {
    override emit(event: string | symbol, ...given: unknown[]): boolean {
      const [message] = given as [RawData];
      const excess = event === 'message' && excessOfJson(bytesOf(message), limits);
      if (!excess) return super.emit(event, ...given);
      this.close(TOO_BIG, excess.message.slice(0, LONGEST_REASON));
      return true;
    }
  };

const bytesOf = (message: RawData): Uint8Array =>
  Array.isArray(message)
    ? Buffer.concat(message)
    : Buffer.isBuffer(message)
      ? message
      : new Uint8Array(message);
