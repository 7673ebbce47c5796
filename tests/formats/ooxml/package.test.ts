import { crc32, deflateRawSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import {
  extractDocument,
  patchDocument,
  patchWorkbook,
  readWorkbookForm,
} from '../../../src/formats/index.js';
import { compoundFile } from '../support/ole.js';
import { number, row, type Sheet, text, workbookParts, xlsx } from '../support/xlsx.js';
import { differingEntries, partOf } from './support/raw-zip.js';

const SHEET = 'xl/worksheets/sheet1.xml';
const PARTS = workbookParts([{ name: 'A', rows: row(1, text('A1', 'x')) }]);
const edits = [{ sheet: 'A', ref: 'A1', value: 'y' }];

interface Written {
  descriptor?: boolean;
  wide?: boolean;
  stored?: boolean;
}

/** A zip written as other programs do: sizes behind the data, in ZIP64 fields, stored, bytes between entries, a comment. */
function zipOf(parts: Record<string, string>, { descriptor, wide, stored }: Written, comment = ''): Buffer {
  const pieces: Buffer[] = [];
  const records: Buffer[] = [];
  let at = 0;
  const put = (...more: Buffer[]) => {
    for (const piece of more) {
      pieces.push(piece);
      at += piece.length;
    }
  };
  const long = (value: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return bytes;
  };
  for (const [name, content] of Object.entries(parts)) {
    const start = at;
    const data = Buffer.from(content);
    const packed = stored ? data : deflateRawSync(data);
    const extra = wide
      ? Buffer.concat([Buffer.from([1, 0, 16, 0]), long(data.length), long(packed.length)])
      : Buffer.alloc(0);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(descriptor ? 8 : 0, 6);
    local.writeUInt16LE(stored ? 0 : 8, 8);
    const sizes = descriptor ? [0, 0, 0] : [crc32(data), packed.length, data.length];
    for (const [i, size] of sizes.entries())
      local.writeUInt32LE(wide && i > 0 && !descriptor ? 0xffffffff : size, 14 + i * 4);
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(extra.length, 28);
    put(local, Buffer.from(name), extra, packed);
    if (descriptor) {
      const trailing = Buffer.alloc(16);
      for (const [i, value] of [0x08074b50, crc32(data), packed.length, data.length].entries())
        trailing.writeUInt32LE(value, i * 4);
      put(trailing);
    }
    put(Buffer.from('between'));
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt16LE(descriptor ? 8 : 0, 8);
    record.writeUInt16LE(stored ? 0 : 8, 10);
    record.writeUInt32LE(crc32(data), 16);
    record.writeUInt32LE(wide ? 0xffffffff : packed.length, 20);
    record.writeUInt32LE(wide ? 0xffffffff : data.length, 24);
    record.writeUInt32LE(wide ? 0xffffffff : start, 42);
    const more = wide
      ? Buffer.concat([Buffer.from([1, 0, 24, 0]), long(data.length), long(packed.length), long(start)])
      : Buffer.alloc(0);
    record.writeUInt16LE(name.length, 28);
    record.writeUInt16LE(more.length, 30);
    records.push(record, Buffer.from(name), more);
  }
  const directory = at;
  put(...records);
  const size = at - directory;
  const count = records.length / 3;
  if (wide) {
    const end = Buffer.alloc(56);
    end.writeUInt32LE(0x06064b50, 0);
    end.writeBigUInt64LE(44n, 4);
    for (const [i, value] of [count, count, size, directory].entries())
      end.writeBigUInt64LE(BigInt(value), 24 + i * 8);
    const locator = Buffer.alloc(20);
    locator.writeUInt32LE(0x07064b50, 0);
    locator.writeBigUInt64LE(BigInt(at), 8);
    locator.writeUInt32LE(1, 16);
    put(end, locator);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(wide ? 0xffff : count, 8);
  end.writeUInt16LE(wide ? 0xffff : count, 10);
  end.writeUInt32LE(wide ? 0xffffffff : size, 12);
  end.writeUInt32LE(wide ? 0xffffffff : directory, 16);
  end.writeUInt16LE(comment.length, 20);
  put(end, Buffer.from(comment));
  return Buffer.concat(pieces);
}

describe('a package as other programs write it', () => {
  test.each<[string, Written, string?]>([
    ['sizes behind the data', { descriptor: true }],
    ['ZIP64 fields', { wide: true }],
    ['ZIP64 fields and sizes behind the data', { wide: true, descriptor: true }],
    ['nothing packed', { stored: true }],
    ['a comment that looks like an end', {}, 'PK\u0005\u0006 bye'],
  ])('%s: every other entry is copied as it lies', async (_what, how, comment) => {
    const file = zipOf(PARTS, how, comment);
    expect(patchWorkbook(file, []).file).toBe(file);
    const { file: returned, report } = patchWorkbook(file, edits);
    expect(report[0]!.outcome).toBe('WRITTEN');
    expect(await differingEntries(file, returned)).toEqual([SHEET]);
    expect(await partOf(returned, SHEET)).toContain('>y<');
    // The result is patched again as well as the original was.
    expect(patchWorkbook(returned, edits).report[0]!.outcome).toBe('UNCHANGED');
    const { text: read } = await extractDocument(returned, 'xlsx');
    expect(read).toContain('y');
    if (comment) expect(Buffer.from(returned).toString('latin1').endsWith(comment)).toBe(true);
  });
});

describe('a file that cannot be written safely', () => {
  const kindOf = (file: Uint8Array) => {
    try {
      patchWorkbook(file, edits);
      return 'none';
    } catch (error) {
      expect((error as Error).message).toMatch(/\.$/);
      return (error as { kind?: string }).kind;
    }
  };
  const withSheet = (xml: string) => xlsx([{ name: 'A', rows: '' }], { [SHEET]: xml });

  test.each([
    ['no zip', strToU8('nothing')],
    ['an empty file', new Uint8Array()],
    ['half of one', xlsx([{ name: 'A', rows: row(1, text('A1', 'x')) }]).slice(0, 400)],
    ['tags that do not match', withSheet('<worksheet><sheetData></worksheet></sheetData>')],
    ['a tag without an end', withSheet('<worksheet><sheetData')],
    ['an attribute without quotes', withSheet('<worksheet a=1><sheetData/></worksheet>')],
    ['two roots', withSheet('<worksheet><sheetData/></worksheet><worksheet/>')],
    [
      'a document type with entities',
      withSheet('<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'),
    ],
    ['elements without end', withSheet(`<worksheet>${'<a>'.repeat(600)}`)],
    [
      'a cell in another row',
      withSheet('<worksheet><sheetData><row r="1"><c r="B7"/></row></sheetData></worksheet>'),
    ],
    ['a row beyond the last', withSheet('<worksheet><sheetData><row r="1048577"/></sheetData></worksheet>')],
    [
      'bytes that are no UTF-8',
      zipSync({
        ...Object.fromEntries(Object.entries(PARTS).map(([n, x]) => [n, strToU8(x)])),
        [SHEET]: new Uint8Array([0x3c, 0xff, 0x3e]),
      }),
    ],
    ['a workbook without sheets', xlsx([{ name: 'A', rows: '' }], { 'xl/workbook.xml': '<workbook/>' })],
  ])('%s is said to be damaged', (_what, file) => {
    expect(kindOf(file)).toBe('file-corrupt');
  });

  test('two entries of one name, entries that overlap and a wrong checksum are damage', () => {
    const other = SHEET.replace('sheet1', 'sheet2');
    const sound = zipOf({ ...PARTS, [other]: '<worksheet/>' }, {});
    expect(kindOf(sound)).toBe('none');
    // A name as long, so that every offset stays.
    expect(kindOf(Buffer.from(sound.toString('latin1').replaceAll(other, SHEET), 'latin1'))).toBe(
      'file-corrupt',
    );
    const broken = Buffer.from(sound);
    broken[broken.indexOf(SHEET) + SHEET.length + 4]! ^= 0xff;
    expect(kindOf(broken)).toBe('file-corrupt');
    const overlapping = Buffer.from(sound);
    overlapping.writeUInt32LE(0, overlapping.lastIndexOf(SHEET) - 4);
    expect(kindOf(overlapping)).toBe('file-corrupt');
  });

  test('what unpacks to far more than it says is damage, and what says so is too large', () => {
    const bomb = zipSync({
      ...Object.fromEntries(Object.entries(PARTS).map(([n, x]) => [n, strToU8(x)])),
      [SHEET]: new Uint8Array(60_000_000),
    });
    expect(kindOf(bomb)).toBe('file-too-large');
    const lies = Buffer.from(bomb);
    lies.writeUInt32LE(1000, lies.lastIndexOf(SHEET) - 46 + 24);
    expect(kindOf(lies)).toBe('file-corrupt');
  });

  test.each([
    ['EncryptedPackage', /password/],
    ['DRMEncryptedDataSpace', /rights management \(IRM\)/],
  ])('a package within %s is refused by what it is', (stream, message) => {
    const file = compoundFile(['EncryptedPackage', stream]);
    expect(() => patchWorkbook(file, edits)).toThrow(message);
    expect(() => patchDocument(file, [])).toThrow(message);
  });
});

describe('a large sheet', () => {
  const form = (sheet: Partial<Sheet>) =>
    readWorkbookForm(xlsx([{ name: 'A', rows: '', ...sheet }])).sheets[0]!;

  test('ten thousand lists and a merge over a million rows are looked up, never spelt out', () => {
    const rules = Array.from(
      { length: 10_000 },
      (_, i) =>
        `<dataValidation type="list" sqref="B${i + 1} D${i + 1}:D${i + 3}"><formula1>"a${i},b"</formula1></dataValidation>`,
    );
    const sheet = form({
      behind: `<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells><dataValidations>${rules.join('')}</dataValidations>`,
    });
    const started = performance.now();
    for (let i = 1; i <= 10_000; i++) {
      expect(sheet.optionsAt(`B${i}`)![0]).toBe(`a${i - 1}`);
      expect(sheet.mergeAt(`A${i * 100}`)).toMatchObject({ top: 1, bottom: 1_048_576 });
    }
    expect(sheet.optionsAt('C5')).toBeNull();
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('more ranges than anybody makes are refused', () => {
    const ranges = Array.from({ length: 200_001 }, (_, i) => `A${i + 1}`).join(' ');
    const behind = `<dataValidations><dataValidation type="list" sqref="${ranges}"><formula1>"a"</formula1></dataValidation></dataValidations>`;
    expect(() => form({ behind })).toThrow(/more than 200,000/);
  });

  test('its 342,000 cells are read one by one', () => {
    const rows = Array.from({ length: 34_200 }, (_, i) =>
      row(i + 1, Array.from('ABCDEFGHIJ', (column) => number(`${column}${i + 1}`, i)).join('')),
    );
    const sheet = form({ rows: rows.join('') });
    const cells = sheet.cells();
    expect(cells.next().value).toMatchObject({ ref: 'A1', value: 0 });
    let last = '';
    let count = 1;
    for (const { ref } of cells) {
      last = ref;
      count++;
    }
    expect([count, last]).toEqual([342_000, 'J34200']);
  });
});
