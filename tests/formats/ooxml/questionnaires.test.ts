import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type CellValue,
  type ControlEdit,
  extractDocument,
  patchDocument,
  patchWorkbook,
  type ReturnLine,
  readDocumentForm,
  readWorkbookForm,
} from '../../../src/formats/index.js';
import { randomFrom } from '../../durability/support/random.js';
import { temporaryFolder } from '../../support/folder.js';
import { questionnaire, questionnairesCalled } from '../support/data.js';
import { HARD_TEXTS, randomEdits } from './support/answers.js';
import { convert, pythonWithOpenpyxl, soffice } from './support/programs.js';
import { differingEntries, rawEntries } from './support/raw-zip.js';

const workbooks = questionnairesCalled(/\.xls[xm]$/);
/** Other programs take minutes for the largest. */
const small = workbooks.filter((name) => !/^(?:wstg|azure)/.test(name));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Each workbook with answers in some of its cells, the same ones each time. */
const answered = new Map<string, ReturnType<typeof answer>>();
function answer(name: string) {
  const original = questionnaire(name);
  const form = readWorkbookForm(original);
  const edits = randomEdits(form, randomFrom(15), 150);
  return { original, form, edits, ...patchWorkbook(original, edits) };
}
function answeredOnce(name: string) {
  const known = answered.get(name) ?? answer(name);
  answered.set(name, known);
  return known;
}

const written = (report: readonly ReturnLine[]) => report.filter(({ outcome }) => outcome === 'WRITTEN');

function valuesOf(file: Uint8Array, lines: readonly ReturnLine[]): CellValue[] {
  const values = new Map<string, CellValue>();
  for (const sheet of readWorkbookForm(file).sheets)
    for (const { ref, value } of sheet.cells()) values.set(`${sheet.name}!${ref}`, value);
  return lines.map(({ sheet, ref }) => values.get(`${sheet}!${ref}`) ?? null);
}

/** A sheet's XML without these cells, and without rows that then hold nothing and say nothing. */
const blanked = (xml: string, refs: readonly string[]) =>
  refs
    .reduce(
      (text, ref) =>
        text.replace(
          new RegExp(`<((?:\\w+:)?)c\\b[^>]*?\\sr="${ref}"[^>]*?(?:/>|(?<!/)>.*?</\\1c>)`, 's'),
          '',
        ),
      xml,
    )
    .replace(/<((?:\w+:)?)row r="\d+"\s*(?:\/>|><\/\1row>)/g, '')
    .replace(/<((?:\w+:)?)row\b([^>]*?)\s*(?:\/>|><\/\1row>)/g, '<$1row$2/>')
    .replace(/<((?:\w+:)?)sheetData\s*(?:\/>|><\/\1sheetData>)/g, '<$1sheetData/>');

describe.skipIf(workbooks.length === 0)('real workbooks (skipped where the collection is absent)', () => {
  test.each(workbooks)('%s comes back as the very same bytes where nothing is answered', (name) => {
    const original = questionnaire(name);
    expect(sha256(patchWorkbook(original, []).file)).toBe(sha256(original));
    const [sheet] = readWorkbookForm(original).sheets;
    const same = [...sheet!.cells()]
      .slice(0, 50)
      .map(({ ref, value }) => ({ sheet: sheet!.name, ref, value }));
    const { file, report } = patchWorkbook(original, same);
    expect(report.filter(({ outcome }) => outcome !== 'UNCHANGED')).toEqual([]);
    expect(sha256(file)).toBe(sha256(original));
  });

  test.each(workbooks)(
    '%s keeps every entry but those that are declared, to the byte and in order',
    async (name) => {
      const { original, file, changedParts, report } = answeredOnce(name);
      expect(written(report).length).toBeGreaterThan(10);
      expect((await differingEntries(original, file)).sort()).toEqual(
        changedParts.map(({ part }) => part).sort(),
      );
    },
  );

  test.each(workbooks)('%s differs in its sheets by the answered cells alone', async (name) => {
    const { original, file, changedParts, report, form } = answeredOnce(name);
    const [before, after] = [await rawEntries(original), await rawEntries(file)];
    for (const { part, why } of changedParts) {
      const [old, now] = [before, after].map((entries) =>
        entries.find((entry) => entry.name === part)!.content.toString('utf8'),
      );
      if (why === 'RECALCULATION') {
        expect(now!.replace(/ fullCalcOnLoad="1"/, '').replace(/<(\w+:)?calcPr\/>/, '')).toBe(
          old!.replace(/<(\w+:)?calcPr\/>/, ''),
        );
        continue;
      }
      // Which sheet a part is follows from its order; blanking more cells than were written hides nothing here.
      const refs = [...new Set(written(report).map(({ ref }) => ref!))];
      expect(blanked(now!, refs) === blanked(old!, refs), `${name} ${part} of ${form.sheets.length}`).toBe(
        true,
      );
    }
  });

  test.each(workbooks)('%s reads back with the answers that were written', (name) => {
    const { file, report } = answeredOnce(name);
    const lines = written(report);
    expect(valuesOf(file, lines)).toEqual(lines.map(({ after }) => after));
    const again = patchWorkbook(
      file,
      lines.map(({ sheet, ref, after }) => ({ sheet: sheet!, ref: ref!, value: after })),
    );
    expect(again.report.filter(({ outcome }) => outcome !== 'UNCHANGED')).toEqual([]);
  });

  test.each(workbooks)('%s has a reason for each answer that was not written', (name) => {
    const refused = answeredOnce(name).report.filter(({ outcome }) => outcome === 'REFUSED');
    expect(refused.filter(({ code, reason }) => code === null || !reason?.endsWith('.'))).toEqual([]);
  });

  test.skipIf(!soffice)(
    'LibreOffice opens them and saves the same answers (skipped where it is not installed)',
    () => {
      using folder = temporaryFolder();
      const reports: ReturnLine[][] = [];
      // It lays pivot tables out anew over what stands beside them.
      const opened = small.filter((name) => !name.includes('pivot'));
      const files = opened.map((name, i) => {
        const path = join(folder.path, `${i}.${name.split('.').at(-1)}`);
        const { original, edits } = answeredOnce(name);
        // It lays out a million styled rows for a minute where the last one holds something.
        const patched = patchWorkbook(
          original,
          edits.filter(({ ref }) => ref.length < 8),
        );
        reports.push(written(patched.report).filter(({ after }) => isKeptByAll(after)));
        writeFileSync(path, patched.file);
        return path;
      });
      for (const [i, path] of convert(files, 'xlsx', join(folder.path, 'saved')).entries()) {
        const lines = reports[i]!;
        expect(lines.length, opened[i]).toBeGreaterThan(5);
        const differing = valuesOf(new Uint8Array(readFileSync(path)), lines).flatMap((value, at) =>
          value === lines[at]!.after ? [] : [[lines[at]!.place, lines[at]!.after, value]],
        );
        expect(differing, opened[i]).toEqual([]);
      }
    },
    400_000,
  );

  test.skipIf(!pythonWithOpenpyxl)(
    'openpyxl reads the same answers, styles, states and rules (skipped where it is not installed)',
    () => {
      using folder = temporaryFolder();
      // It does not know the strict form of the standard, and makes a million cells of a merge over as many rows.
      const known = small.filter((name) => !/strict|iso27001/.test(name));
      const cases = known.map((name, i) => {
        const { original, file, report } = answeredOnce(name);
        const [before, after] = ['before', 'after'].map((which) => join(folder.path, `${i}-${which}.xlsx`));
        writeFileSync(before!, original);
        writeFileSync(after!, file);
        const cells = written(report).map(({ sheet, ref, after: value }) => ({ sheet, ref, value }));
        return { name, before, after, cells };
      });
      const list = join(folder.path, 'cases.json');
      writeFileSync(list, JSON.stringify(cases));
      const script = join(import.meta.dirname, 'support', 'compare_with_openpyxl.py');
      const found = execFileSync(pythonWithOpenpyxl!, [script, list], { encoding: 'utf8', maxBuffer: 1e8 });
      expect(JSON.parse(found)).toEqual(known.map((name) => ({ name, differing: [] })));
    },
    400_000,
  );
});

const documents = questionnairesCalled(/\.docx$/);

/** Each form with answers in all of its controls, in its empty cells and behind its labels. */
function answerDocument(name: string) {
  const original = questionnaire(name);
  const { controls, tables } = readDocumentForm(original);
  const cells = tables.flatMap(({ rows }) => rows.flat()).filter(({ writable }) => writable);
  const texts = HARD_TEXTS.filter((text) => text.length < 1000 && text.trim() === text);
  const random = randomFrom(15);
  const text = () => texts[random.between(0, texts.length - 1)]!;
  const edits: ControlEdit[] = [
    ...controls.map(({ place, kind, value, options }) => ({
      place,
      value: kind === 'CHECKBOX' ? !value : kind === 'DATE' ? '2026-12-01' : (options?.at(-1) ?? text()),
    })),
    ...cells.filter((cell) => cell.text === '').map(({ place }) => ({ place, value: text() })),
    ...cells.flatMap(({ answers }) => answers.map(({ place }) => ({ place, value: 'Filled in & more' }))),
  ];
  return { original, edits, ...patchDocument(original, edits) };
}

describe.skipIf(documents.length === 0)('real Word forms (skipped where the collection is absent)', () => {
  test.each(documents)(
    '%s keeps every entry but its own text, and reads back as it was answered',
    async (name) => {
      const { original, file, report, changedParts } = answerDocument(name);
      expect(patchDocument(original, []).file).toBe(original);
      expect(written(report).length).toBeGreaterThan(1);
      expect(await differingEntries(original, file)).toEqual(changedParts.map(({ part }) => part));
      const again = patchDocument(
        file,
        written(report).map(({ place, after }) => ({ place, value: after as string | boolean })),
      );
      expect(again.report.filter(({ outcome }) => outcome !== 'UNCHANGED')).toEqual([]);
      // The reader of documents, which is another one, finds it whole.
      await extractDocument(file, 'docx');
    },
  );

  test.skipIf(!soffice)(
    'LibreOffice opens a form with cells and shows its answers (skipped where it is not installed)',
    () => {
      using folder = temporaryFolder();
      const path = join(folder.path, 'form.docx');
      const { file, report } = answerDocument('vpat-microbetrace.docx');
      writeFileSync(path, file);
      const [converted] = convert([path], 'txt', join(folder.path, 'saved'));
      const shown = readFileSync(converted!, 'utf8');
      const labelled = written(report).filter(({ after }) => after === 'Filled in & more');
      expect(labelled.length).toBeGreaterThan(100);
      expect(shown.split('Filled in & more').length - 1).toBe(labelled.length);
    },
    120_000,
  );
});

/** LibreOffice has escapes of its own, and takes what reads as an error for one. */
const isKeptByAll = (value: CellValue) =>
  typeof value !== 'string' || !(/_x[0-9A-Fa-f]{4}_/.test(value) || value.startsWith('#'));
