// npm run bench questionnaires [-- folder]
//
// Writes 300 answers into each workbook and form of a folder, each in a process of its own, and says what that took:
// parts of the package, parts that are identical to the byte, places written and refused, time, and the most memory of the
// process (of which what it holds before it does anything).
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  patchDocument,
  patchWorkbook,
  type ReturnedFile,
  readDocumentForm,
  readWorkbookForm,
} from '../src/formats/ooxml/index.js';
import { differingEntries, rawEntries } from '../tests/formats/ooxml/support/raw-zip.js';

const ANSWERS = 300;
const [first, one] = process.argv.slice(2).filter((arg) => arg !== '--');

if (first === '--one') await measure(one!);
else measureAll(first ?? fileURLToPath(new URL('../../shared/data/questionnaires/', import.meta.url)));

function measureAll(folder: string) {
  console.log('file | parts | identical | written | refused | read ms | write ms | peak MB (at start)');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(?:xls[xm]|docx)$/.test(name),
  );
  for (const name of files.sort()) {
    const args = ['--import', 'tsx', fileURLToPath(import.meta.url), '--one', join(folder, name)];
    const [line] = execFileSync(process.execPath, args, { encoding: 'utf8' }).trim().split('\n').slice(-1);
    console.log(`${name} | ${line}`);
  }
}

async function measure(path: string) {
  const megabytes = () => Math.round(process.resourceUsage().maxRSS / 1024);
  const file = new Uint8Array(readFileSync(path));
  const atStart = megabytes();
  const started = performance.now();
  const write = path.endsWith('.docx') ? answersOfDocument(file) : answersOfWorkbook(file);
  const read = performance.now();
  const returned = write();
  const done = performance.now();
  const peak = megabytes();
  const count = (outcome: string) => returned.report.filter((line) => line.outcome === outcome).length;
  const parts = (await rawEntries(file)).length;
  const differing = await differingEntries(file, returned.file);
  const declared = returned.changedParts.map(({ part }) => part);
  if (differing.some((name) => !declared.includes(name)))
    throw new Error(`${path}: changed without saying so: ${differing}`);
  const times = [read - started, done - read].map(Math.round).join(' | ');
  console.log(
    `${parts} | ${parts - differing.length} | ${count('WRITTEN')} | ${count('REFUSED')} | ${times} | ${peak} (${atStart})`,
  );
}

/** Cells that hold nothing, and others where there are too few, each with an option of its list or a text. */
function answersOfWorkbook(file: Uint8Array): () => ReturnedFile {
  const empty: { sheet: string; ref: string }[] = [];
  const filled: typeof empty = [];
  const { sheets } = readWorkbookForm(file);
  for (const sheet of sheets)
    for (const { ref, value } of sheet.cells()) {
      const places = value === null ? empty : filled;
      if (places.length < ANSWERS) places.push({ sheet: sheet.name, ref });
    }
  const edits = [...empty, ...filled].slice(0, ANSWERS).map(({ sheet, ref }) => {
    const options = sheets.find(({ name }) => name === sheet)!.optionsAt(ref);
    return { sheet, ref, value: options?.at(-1) ?? `Our answer to ${ref}: yes, see the policy.` };
  });
  return () => patchWorkbook(file, edits);
}

function answersOfDocument(file: Uint8Array): () => ReturnedFile {
  const { controls, tables } = readDocumentForm(file);
  const cells = tables
    .flatMap(({ rows }) => rows.flat())
    .filter(({ writable, text }) => writable && text === '');
  const edits = [
    ...controls.map(({ place, kind, options }) => ({
      place,
      value: kind === 'CHECKBOX' ? true : kind === 'DATE' ? '2026-12-01' : (options?.at(-1) ?? 'Our answer.'),
    })),
    ...cells.map(({ place }) => ({ place, value: 'Our answer.' })),
  ].slice(0, ANSWERS);
  return () => patchDocument(file, edits);
}
