import { type LoggerOptions, pino } from 'pino';
import { CENSOR, SECRET_NAMES, withoutSecrets } from '../secrets/redact.js';
import { contextFields } from './request-context.js';

export type Log = pino.Logger;

/**
 * JSON lines for machines, readable lines for a terminal; each says in which request or activity it was written. Secrets
 * are never written, neither by their name nor where they look like one.
 * @param destination in place of the standard output
 */
export function createLog(
  level: string,
  pretty = process.stdout.isTTY,
  destination?: { write(line: string): void },
): Log {
  const options: LoggerOptions = {
    level,
    mixin: contextFields,
    redact: {
      paths: SECRET_NAMES.flatMap((name) => [
        `["${name}"]`,
        `*["${name}"]`,
        `*.*["${name}"]`,
        `*.*.*["${name}"]`,
      ]),
      censor: CENSOR,
    },
    // Past the names: what is within messages, stacks and addresses.
    hooks: { streamWrite: withoutSecrets },
    ...(pretty && {
      transport: {
        target: 'pino-pretty',
        options: { ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss', singleLine: true },
      },
    }),
  };
  return destination ? pino(options, destination) : pino(options);
}
