import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where a Chromium is on this machine: what CHROMIUM names, or the first on PATH; null where there is none. */
export const chromiumPath: string | null =
  [
    process.env.CHROMIUM,
    ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))),
  ].find((path) => path && existsSync(path)) ?? null;

export const startChromium = (): Promise<Browser> =>
  // Its own sandbox wants rights that containers and root do not have; it sees our own pages alone.
  chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox'] });
