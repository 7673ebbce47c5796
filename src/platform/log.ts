import { pino } from 'pino';

export type Log = pino.Logger;

/** JSON lines for machines, readable lines for a terminal. Keys and tokens are never written. */
export function createLog(level: string, pretty = process.stdout.isTTY): Log {
  return pino({
    level,
    redact: {
      paths: ['apiKey', '*.apiKey', 'authorization', '*.authorization', '*.cookie'],
      censor: '[redacted]',
    },
    ...(pretty && {
      transport: {
        target: 'pino-pretty',
        options: { ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss', singleLine: true },
      },
    }),
  });
}
