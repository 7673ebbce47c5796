import { spawn } from 'node:child_process';

/** A failure whose message is meant for the person at the keyboard; it is shown without a stack. */
export class SetupError extends Error {}

const seconds = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

/** Writes one finished line. */
export const say = (line) => process.stdout.write(`${line}\n`);

/**
 * Runs one named step and says what it does while it lasts: on a terminal in one changing line, elsewhere (a
 * log) in a new line every 20 seconds. `work` gets a function that sets the detail shown behind the title.
 */
export async function step(title, work) {
  const start = performance.now();
  const isTerminal = process.stdout.isTTY;
  let detail = '';
  if (!isTerminal) say(`- ${title} …`);
  const show = () => {
    const line = `- ${title} … ${seconds(start)}${detail && `, ${detail}`}`;
    if (isTerminal) process.stdout.write(`\r\x1b[K${line.slice(0, (process.stdout.columns ?? 80) - 1)}`);
    else say(line);
  };
  const timer = setInterval(show, isTerminal ? 250 : 20_000);
  const finish = (mark) => {
    clearInterval(timer);
    if (isTerminal) process.stdout.write('\r\x1b[K');
    say(`${mark} ${title} (${seconds(start)})`);
  };
  try {
    const result = await work((text) => {
      detail = text;
    });
    finish('✓');
    return result;
  } catch (error) {
    finish('✗');
    throw error;
  }
}

/**
 * Runs a program and returns its output, line by line to `onLine` as it comes.
 * @returns {Promise<{ code: number | null, output: string }>} never rejects for a failing program
 */
export function run(command, args, { cwd, env = process.env, onLine = () => {}, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    const end = () => child.kill();
    process.once('exit', end);
    let output = '';
    let rest = '';
    const take = (chunk) => {
      output += chunk;
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      for (const line of lines) onLine(line.trimEnd());
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', take);
    const done = (result) => {
      process.off('exit', end);
      resolve(result);
    };
    child.on('error', (error) => done({ code: 127, output: error.message }));
    child.on('close', (code) => done({ code, output }));
  });
}

/** The last lines of a program's output, for an error message. */
export const tail = (output, lines = 15) => output.trim().split('\n').slice(-lines).join('\n');
