import { FairQueue } from '../platform/concurrency/fair-queue.js';
import { runChild } from './child-process.js';
import type { PageToDraw } from './draw-page.js';
import { ALL_FORMATS } from './formats.js';
import type { ExtractLimits } from './limits.js';
import type { ReturnedFile } from './ooxml/index.js';
import type { Form, FormFormat, Region } from './questionnaire/index.js';
import { errorOf, type FormEdits, type Reply, type Request, unpackRead } from './sandbox-protocol.js';
import type { Inspection, ReadDocument, SourceFormat } from './types.js';

declare module '../app-types.js' {
  interface App {
    documents: DocumentSandbox;
  }
}

export interface SandboxOptions {
  /**
   * How many files of one organization are read at a time, and how many are inspected; the others wait. There is a
   * place more of each, for another organization.
   */
  concurrency: number;
  /** Most memory of one process, in bytes. */
  memoryBytes: number;
  inspectTimeoutMs: number;
  /** Longest reading of a file; each page that has to be recognised adds `OCR_SECONDS_PER_PAGE`. */
  extractTimeoutMs: number;
}

const defaults: SandboxOptions = {
  concurrency: 2,
  memoryBytes: 1024 * 1024 * 1024,
  inspectTimeoutMs: 30_000,
  extractTimeoutMs: 120_000,
};

/**
 * Reads untrusted files, each in a process of its own that is bounded in time and memory, so that a hostile
 * file can neither block nor crash the server.
 */
export class DocumentSandbox {
  readonly #options: SandboxOptions;
  /** Somebody waits for the inspection of an upload, or for a page: never behind the reading of long documents. */
  readonly #lines: Record<Request['task'], FairQueue>;

  constructor(options: Partial<SandboxOptions> = {}) {
    this.#options = { ...defaults, ...options };
    const places = this.#options.concurrency + 1;
    this.#lines = {
      inspect: new FairQueue({ places }),
      extract: new FairQueue({ places }),
      draw: new FairQueue({ places }),
      form: new FairQueue({ places }),
      fill: new FairQueue({ places }),
    };
  }

  /**
   * `inspectDocument` in a process of its own.
   *
   * @param path the file on disk
   * @param accepts the formats to take; all by default
   * @throws DomainError of one of the `file-…` kinds
   */
  async inspect(
    path: string,
    filename?: string,
    { accepts = ALL_FORMATS, signal }: { accepts?: readonly SourceFormat[]; signal?: AbortSignal } = {},
  ): Promise<Inspection> {
    const request: Request = { task: 'inspect', path, filename: filename ?? null, accepts };
    const reply = await this.#run(request, this.#options.inspectTimeoutMs, signal);
    if (reply.task !== 'inspect') throw unexpected(reply);
    return reply.inspection;
  }

  /**
   * `extractDocument` in a process of its own.
   *
   * @param path the file on disk
   * @throws DomainError of one of the `file-…` kinds
   */
  async extract(
    path: string,
    format: SourceFormat,
    { limits = {}, signal }: { limits?: Partial<ExtractLimits>; signal?: AbortSignal } = {},
  ): Promise<ReadDocument> {
    const reply = await this.#run(
      { task: 'extract', path, format, limits },
      this.#options.extractTimeoutMs,
      signal,
    );
    if (reply.task !== 'extract') throw unexpected(reply);
    return unpackRead(reply);
  }

  /**
   * `drawPage` in a process of its own.
   *
   * @param path the file on disk
   * @throws DomainError `not-found`, `invalid-input`, or one of the `file-…` kinds
   */
  async draw(
    path: string,
    format: SourceFormat,
    wanted: PageToDraw,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<Uint8Array> {
    const request: Request = { task: 'draw', path, format, wanted };
    const reply = await this.#run(request, this.#options.inspectTimeoutMs, signal);
    if (reply.task !== 'draw') throw unexpected(reply);
    return new Uint8Array(Buffer.from(reply.png, 'base64'));
  }

  /**
   * `readForm` in a process of its own.
   *
   * @param path the file on disk
   * @param regions where it asks, if somebody has said so; by default that is found out
   * @throws DomainError of one of the `file-…` kinds
   */
  async form(
    path: string,
    format: FormFormat,
    { regions = null, signal }: { regions?: Region[] | null; signal?: AbortSignal } = {},
  ): Promise<Form> {
    const request: Request = { task: 'form', path, format, regions };
    const reply = await this.#run(request, this.#options.inspectTimeoutMs, signal);
    if (reply.task !== 'form') throw unexpected(reply);
    return reply.form;
  }

  /**
   * Writes answers into a copy of a form, in a process of its own; see `patchWorkbook` and `patchDocument`.
   *
   * @param path the file on disk
   * @throws DomainError of one of the `file-…` kinds
   */
  async fill(
    path: string,
    format: FormFormat,
    edits: FormEdits,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<ReturnedFile> {
    const reply = await this.#run(
      { task: 'fill', path, format, edits },
      this.#options.inspectTimeoutMs,
      signal,
    );
    if (reply.task !== 'fill') throw unexpected(reply);
    const { task: _, file, ...rest } = reply;
    return { ...rest, file: new Uint8Array(Buffer.from(file, 'base64')) };
  }

  #run(request: Request, timeoutMs: number, signal?: AbortSignal): Promise<Reply> {
    const { memoryBytes } = this.#options;
    return this.#lines[request.task].within(
      () => runChild(request, { timeoutMs, memoryBytes }, signal),
      signal,
    );
  }
}

const unexpected = (reply: Reply) =>
  reply.task === 'failed' ? errorOf(reply) : new Error(`the reader answered another question: ${reply.task}`);
