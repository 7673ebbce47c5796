import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../../shared/data/rfps/', import.meta.url));

/** Whether the collection of real documents is there; tests over it are skipped where it is not. */
export const hasData = existsSync(folder);

export const dataPath = (name: string) => `${folder}${name}`;

export const dataFile = (name: string) => new Uint8Array(readFileSync(dataPath(name)));
