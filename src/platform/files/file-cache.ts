import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../ids.js';
import { sha256 } from '../secrets/hash.js';
import { makePrivateFolder, PRIVATE_FILE } from './private-files.js';

/** After a clearing so much of the bound is left in use. */
const LEFT = 0.8;

/**
 * Files that cost something to make and may go at any time, in a folder of this machine. Beyond the bound those go that
 * were not used for the longest time.
 */
export class FileCache {
  #bytes: Promise<number> | null = null;

  constructor(
    private readonly folder: string,
    /** Most bytes of all files together. */
    private readonly bound: number,
  ) {}

  /** The file of a key; made, and kept, where there is none. */
  async get(key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const path = join(this.folder, sha256(key));
    const known = await readFile(path).catch(() => null);
    if (known) {
      const now = new Date();
      await utimes(path, now, now).catch(() => {});
      return known;
    }
    const made = await make();
    await this.#keep(path, made);
    return made;
  }

  async #keep(path: string, content: Uint8Array): Promise<void> {
    if (content.length > this.bound) return;
    await makePrivateFolder(this.folder);
    const part = `${path}.${newId()}`;
    await writeFile(part, content, { mode: PRIVATE_FILE });
    await rename(part, path);
    this.#bytes = this.#use(content.length);
    await this.#bytes;
  }

  /** How much is in use by now; other processes may share the folder. */
  async #use(more: number): Promise<number> {
    const before = this.#bytes;
    const bytes = before ? (await before) + more : await this.#measure();
    return bytes > this.bound ? this.#clear() : bytes;
  }

  async #measure(): Promise<number> {
    return (await this.#files()).reduce((sum, { size }) => sum + size, 0);
  }

  async #clear(): Promise<number> {
    const files = (await this.#files()).sort((a, b) => a.usedAt - b.usedAt);
    let bytes = files.reduce((sum, { size }) => sum + size, 0);
    for (const { path, size } of files) {
      if (bytes <= this.bound * LEFT) break;
      await rm(path, { force: true });
      bytes -= size;
    }
    return bytes;
  }

  async #files(): Promise<{ path: string; size: number; usedAt: number }[]> {
    const names = await readdir(this.folder);
    const found = await Promise.all(
      names.map(async (name) => {
        const path = join(this.folder, name);
        const { size, mtimeMs: usedAt } = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
        return { path, size, usedAt };
      }),
    );
    return found;
  }
}
