/**
 * Writes sample-rfp.docx, sample-rfp.pdf and sample-rfp.asked.json beside this file.
 *
 *   npx tsx examples/make-sample-rfp.ts
 *
 * The PDF is made by LibreOffice (`soffice` on the path) and is skipped, saying so, without it. The DOCX and
 * the JSON come out the same on every run.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askedIn } from './sample-rfp/clauses.js';
import { buildDocument } from './sample-rfp/document.js';
import { parts } from './sample-rfp/text.js';

async function main() {
  const folder = dirname(fileURLToPath(import.meta.url));
  const docx = join(folder, 'sample-rfp.docx');
  const asked = askedIn(parts);
  writeFileSync(docx, await buildDocument(parts));
  writeFileSync(join(folder, 'sample-rfp.asked.json'), `${JSON.stringify(asked, null, 2)}\n`);
  const firm = asked.filter((each) => !each.optional).length;
  console.log(
    `sample-rfp.docx: ${firm} things to answer, ${asked.length - firm} more that may be taken as such`,
  );
  try {
    execFileSync('soffice', ['--headless', '--convert-to', 'pdf', '--outdir', folder, docx], {
      stdio: 'ignore',
    });
    console.log('sample-rfp.pdf');
  } catch {
    console.log('sample-rfp.pdf was not written: LibreOffice (soffice) is not available.');
  }
}

await main();
