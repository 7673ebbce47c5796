import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';

const PATHS = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Where Chromium is; undefined on machines without. */
export const chromiumPath = PATHS.find((path) => path && existsSync(path));

/** A page of a real browser. */
export interface BrowserPage extends AsyncDisposable {
  open(url: string): Promise<void>;
  /** What an expression comes to in the page. */
  evaluate<T>(expression: string): Promise<T>;
  /** Waits until an expression is true in the page. */
  until(expression: string): Promise<void>;
}

/** Starts Chromium with a page, over the DevTools protocol. */
export async function chromiumPage(): Promise<BrowserPage> {
  const profile = mkdtempSync(join(tmpdir(), 'bidwright-chromium-'));
  const flags = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--remote-debugging-port=0',
  ];
  const browser = spawn(chromiumPath!, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const port = await new Promise<string>((resolve, reject) => {
    let said = '';
    browser.stderr.on('data', (chunk: Buffer) => {
      said += chunk;
      const found = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(said);
      if (found) resolve(found[1]!);
    });
    browser.once('exit', () => reject(new Error(`Chromium did not start: ${said}`)));
  });
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    type: string;
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(targets.find(({ type }) => type === 'page')!.webSocketDebuggerUrl);
  await once(socket, 'open');
  const waiting = new Map<number, (result: never) => void>();
  socket.on('message', (message) => {
    const { id, result } = JSON.parse(String(message));
    waiting.get(id)?.(result as never);
    waiting.delete(id);
  });
  let last = 0;
  const send = <T>(method: string, params: object = {}): Promise<T> =>
    new Promise((resolve) => {
      waiting.set(++last, resolve);
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  const evaluate = async <T>(expression: string): Promise<T> => {
    const { result, exceptionDetails } = await send<{
      result: { value: T };
      exceptionDetails?: { exception?: { description?: string } };
    }>('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? 'the page threw');
    return result.value;
  };
  const until = (expression: string) =>
    evaluate<void>(`new Promise((done) => {
      const look = () => { if (${expression}) { done(); } else { setTimeout(look, 20); } };
      look();
    })`);
  return {
    evaluate,
    until,
    async open(url) {
      // A change of what is behind the "#" alone would not load the page anew.
      await send('Page.navigate', { url: 'about:blank' });
      await send('Page.navigate', { url });
      await until('document.readyState === "complete"');
    },
    async [Symbol.asyncDispose]() {
      socket.close();
      const gone = once(browser, 'exit');
      browser.kill('SIGKILL');
      await gone;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
