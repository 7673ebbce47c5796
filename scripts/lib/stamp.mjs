import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Every file below the given files and folders, sorted. What does not exist counts as empty. */
export function filesBelow(...places) {
  return places.flatMap((place) => {
    const stat = fs.statSync(place, { throwIfNoEntry: false });
    if (!stat) return [];
    if (stat.isFile()) return [place];
    const entries = fs.readdirSync(place, { withFileTypes: true });
    return entries
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const file = path.join(place, entry.name);
        return entry.isDirectory() ? filesBelow(file) : [file];
      });
  });
}

/** A hash of the names and contents of `files`, and of anything else that the result depends on. */
export function hashOf(files, ...more) {
  const hash = createHash('sha256').update(JSON.stringify(more));
  for (const file of files) hash.update(`\0${file}\0`).update(fs.readFileSync(file));
  return hash.digest('hex');
}

/** What was written when the work that `file` stands for was last done, or `null`. */
export function readStamp(file) {
  try {
    return fs.readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}

export function writeStamp(file, value) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${value}\n`);
}

/** The version of an installed package, or `null`. */
export function installedVersion(name) {
  try {
    return JSON.parse(fs.readFileSync(path.join('node_modules', name, 'package.json'), 'utf8')).version;
  } catch {
    return null;
  }
}
