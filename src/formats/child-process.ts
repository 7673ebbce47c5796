import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DomainError } from '../platform/errors.js';
import { corruptFile } from './errors.js';
import { MAX_OCR_PAGES, OCR_SECONDS_PER_PAGE } from './limits.js';
import type { Notice, Reply, Request } from './sandbox-protocol.js';

export interface Bounds {
  /** Longest run, in milliseconds, without the time for pages that are recognised. */
  timeoutMs: number;
  /** Most memory the process may hold, in bytes. */
  memoryBytes: number;
}

const POLL_MS = 100;
const MAX_REPLY_BYTES = 512 * 1024 * 1024;

const tooMuchMemory = () =>
  new DomainError(
    'file-too-large',
    'Reading the file takes more memory than there is for one file. Split it, or leave out its images, and upload the parts.',
  );
const tooSlow = (ms: number) =>
  new DomainError(
    'file-too-large',
    `Reading the file took longer than ${Math.round(ms / 1000)} seconds. Split it, or save it again as a simpler PDF or Word file, and upload that.`,
  );

/**
 * Runs one request in a process of its own, which is killed at the end whatever happens.
 *
 * @throws DomainError `file-too-large` where it takes too long or too much memory, `file-corrupt` where it dies
 * @throws the reason of `signal` where that is aborted
 */
export function runChild(request: Request, bounds: Bounds, signal?: AbortSignal): Promise<Reply> {
  signal?.throwIfAborted();
  const heap = Math.max(64, Math.floor((bounds.memoryBytes / 1024 / 1024) * 0.75));
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${heap}`, '--no-warnings', ...entry()],
    // The child parses hostile files: it gets none of the parent's environment.
    { stdio: ['pipe', 'ignore', 'pipe', 'pipe'], env: { NODE_ENV: 'production' } },
  );
  // One that ends before it has read all of it says so itself.
  child.stdin?.on('error', () => {});
  child.stdin?.end(JSON.stringify(request));
  return new Promise<Reply>((resolve, reject) => {
    const endAfter = (ms: number) => setTimeout(() => finish(() => reject(tooSlow(ms))), ms);
    let timer = endAfter(bounds.timeoutMs);
    const poll = setInterval(() => {
      if (residentBytes(child) > bounds.memoryBytes) finish(() => reject(tooMuchMemory()));
    }, POLL_MS);
    const onAbort = () => finish(() => reject(signal?.reason));
    let done = false;
    const finish = (settle: () => void) => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      clearInterval(poll);
      signal?.removeEventListener('abort', onAbort);
      child.kill('SIGKILL');
      settle();
    };
    signal?.addEventListener('abort', onAbort, { once: true });

    const chunks: Buffer[] = [];
    let size = 0;
    let noticed = false;
    child.stdio[3]?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_REPLY_BYTES) return finish(() => reject(tooMuchMemory()));
      chunks.push(chunk);
      const pages = noticed ? null : announcedPages(chunks);
      if (pages === null || done) return;
      noticed = true;
      clearTimeout(timer);
      timer = endAfter(bounds.timeoutMs + pages * OCR_SECONDS_PER_PAGE * 1000);
    });
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-4000);
    });
    child.on('error', (error) => finish(() => reject(error)));
    child.on('close', (code, killedBy) => {
      finish(() => {
        try {
          resolve(JSON.parse(lastLine(Buffer.concat(chunks))) as Reply);
        } catch {
          const starved = /heap out of memory|allocation failed/i.test(complaint) || killedBy === 'SIGKILL';
          reject(
            starved
              ? tooMuchMemory()
              : corruptFile('file', new Error(`exit ${code ?? killedBy}: ${complaint}`)),
          );
        }
      });
    });
  });
}

const LONGEST_NOTICE = 200;

/** How many pages the child says it is going to recognise, never more than may be; null where it has not said. */
function announcedPages(chunks: Buffer[]): number | null {
  const start = Buffer.concat(chunks.slice(0, 2)).subarray(0, LONGEST_NOTICE).toString();
  const end = start.indexOf('\n');
  if (end < 0 || !start.startsWith('{"task":"recognising"')) return null;
  const { pages } = JSON.parse(start.slice(0, end)) as Notice;
  return Math.min(MAX_OCR_PAGES, pages);
}

const lastLine = (reply: Buffer) => reply.subarray(reply.lastIndexOf('\n') + 1).toString();

/** Resident memory of a process; 0 where the system does not tell (only Linux has /proc). */
function residentBytes(child: ChildProcess): number {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

let entryArguments: string[] | null = null;

/** The arguments that start the child: compiled where that is up to date, from the sources otherwise. */
function entry(): string[] {
  entryArguments ??= findEntry();
  return entryArguments;
}

function findEntry(): string[] {
  const here = dirname(fileURLToPath(import.meta.url));
  if (!import.meta.url.endsWith('.ts')) return [join(here, 'extract-child.js')];
  const compiled = join(here, '../../dist/src/formats/extract-child.js');
  if (existsSync(compiled) && statSync(compiled).mtimeMs >= newestIn(here)) return [compiled];
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx'));
  return ['--import', loader.href, join(here, 'extract-child.ts')];
}

const newestIn = (folder: string) =>
  Math.max(
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
      (name) => statSync(join(folder, name)).mtimeMs,
    ),
  );
