import { unpacksTooLarge } from './errors.js';
import type { ExtractLimits } from './limits.js';

export const MAX_ENTRIES = 20_000;
/** Deflate cannot pack text better than about 1:1,000; real documents stay below 1:100. */
const ABSURD_RATIO = 500;

/** What the entries of a zip, and of zips within it, may still unpack to. */
export class UnpackBudget {
  #spent = 0;

  constructor(private readonly limits: Pick<ExtractLimits, 'entryBytes' | 'unpackedBytes'>) {}

  /**
   * @param size what the entry says that it unpacks to; the reader has to hold it to that
   * @throws DomainError `file-too-large`
   */
  spend(size: number, packed: number, what: string): void {
    const absurd = size > 50_000_000 && size > packed * ABSURD_RATIO;
    this.#spent += size;
    if (absurd || size > this.limits.entryBytes || this.#spent > this.limits.unpackedBytes)
      throw unpacksTooLarge(what);
  }
}
