import type { GraphQLError } from 'graphql';
import type { OperationLimits } from '../../../platform/settings/limit-settings.js';
import { limitError } from './limit-error.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const isOpen = (byte: number) => byte === 0x5b || byte === 0x7b;
const isClose = (byte: number) => byte === 0x5d || byte === 0x7d;

/**
 * Whether JSON may be parsed: what parsing takes in time and memory grows with the number of values and with how deep they
 * are nested, and both can be counted by one look at each byte. What is no JSON is counted as well as can be.
 * @returns why not, or null
 */
export function excessOfJson(json: Uint8Array | string, limits: OperationLimits): GraphQLError | null {
  const bytes = typeof json === 'string' ? Buffer.from(json) : json;
  let isInString = false;
  let depth = 0;
  let values = 1;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (isInString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) isInString = false;
    } else if (byte === QUOTE) isInString = true;
    else if (byte === COMMA) values++;
    else if (isOpen(byte)) {
      values++;
      if (++depth > limits.nesting)
        return limitError('nesting', limits.nesting, null, 'Send flatter values.');
    } else if (isClose(byte)) depth--;
    if (values > limits.values)
      return limitError('values', limits.values, null, 'Send less at a time, long texts as one value.');
  }
  return null;
}
