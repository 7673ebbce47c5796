import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const runs = (command: string, args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** A Python with openpyxl: Debian's, or the one in the path; null where neither is there. */
export const pythonWithOpenpyxl =
  ['/usr/bin/python3', 'python3'].find((python) => runs(python, ['-c', 'import openpyxl'])) ?? null;

/** LibreOffice, where it is installed. */
export const soffice =
  ['/usr/bin/soffice', '/usr/bin/libreoffice', '/Applications/LibreOffice.app/Contents/MacOS/soffice'].find(
    existsSync,
  ) ?? null;

/** Has LibreOffice open files, calculate them where they ask for it, and save them in another format beside. */
export function convert(files: string[], format: string, folder: string): string[] {
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  execFileSync(soffice!, [profile, '--headless', '--convert-to', format, '--outdir', folder, ...files], {
    stdio: 'ignore',
    timeout: 300_000,
  });
  return files.map((file) =>
    join(folder, file.slice(file.lastIndexOf('/') + 1).replace(/\.\w+$/, `.${format}`)),
  );
}
