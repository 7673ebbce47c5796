import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Load {
  perSecond: number;
  /** Latency in ms. */
  p50: number;
  p99: number;
}

const MS: Record<string, number> = { us: 0.001, ms: 1, s: 1000 };

/**
 * Posts `body` as JSON with wrk, over 32 connections for `seconds`.
 * @throws where a response was not 200, or wrk is not installed
 */
export async function wrk(url: string, body: string, seconds: number): Promise<Load> {
  const script = join(tmpdir(), `bidwright-wrk-${process.pid}.lua`);
  const quoted = body.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n');
  await writeFile(
    script,
    `wrk.method = 'POST'\nwrk.body = '${quoted}'\nwrk.headers['Content-Type'] = 'application/json'\n`,
  );
  const output = await run('wrk', [
    '-t1',
    '-c32',
    `-d${seconds}s`,
    '--latency',
    '--timeout',
    '10s',
    '-s',
    script,
    url,
  ]);
  const failed = /Non-2xx or 3xx responses: (\d+)|Socket errors: (.+)/.exec(output);
  if (failed) throw new Error(`${url}: ${failed[0]}`);
  const latency = (percent: number) => {
    const [, value, unit] = new RegExp(`${percent}%\\s+([\\d.]+)(us|ms|s)`).exec(output)!;
    return Number(value) * MS[unit!]!;
  };
  return {
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(output)![1]),
    p50: latency(50),
    p99: latency(99),
  };
}

function run(command: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk));
    child.on('error', () => reject(new Error(`This benchmark needs ${command}; it is not installed.`)));
    child.on('close', () => resolve(output));
  });
}

export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
