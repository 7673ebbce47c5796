import { createRequire } from 'node:module';
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { extractDocument, inspectDocument } from '../../src/formats/index.js';
import { OPS } from '../../src/formats/pdf/operators.js';
import { passagesOf } from '../../src/knowledge/index.js';
import { extractLocally } from '../../src/rfp/extraction/index.js';
import { onePage, type PdfObject, pdfOf, show, stream } from '../hostile/files/pdf-writer.js';
import { expectSound } from './support/invariants.js';

const read = async (objects: PdfObject[]) => {
  const file = pdfOf(objects);
  const [inspection, document] = [await inspectDocument(file), await extractDocument(file, 'pdf')];
  expectSound(document);
  expect(inspection.leftOut).toEqual(document.leftOut);
  return {
    document,
    texts: document.blocks.map(({ text }) => text),
    leftOut: document.leftOut.map(({ kind, count }) => [kind, count]),
  };
};

const page = (content: string[], parts: Parameters<typeof onePage>[0] = {}) =>
  read(onePage({ content: stream(content.join('\n')), ...parts }));

test('the operators are those of pdf.js', async () => {
  const path = createRequire(import.meta.resolve('pdf-parse')).resolve('pdfjs-dist/legacy/build/pdf.mjs');
  const known = ((await import(path)) as { OPS: Record<string, number> }).OPS;
  expect(Object.entries(OPS).filter(([name, value]) => known[name] !== value)).toEqual([]);
});

describe('a form', () => {
  const field = (x: number, y: number, width: number, rest: string) =>
    `<< /Type /Annot /Subtype /Widget /F 4 /Rect [${x} ${y} ${x + width} ${y + 16}] ${rest} >>`;
  const on = (state: string, name = 'On') =>
    `/FT /Btn /V /${state} /AS /${state} /AP << /N << /${name} 6 0 R /Off 6 0 R >> >>`;
  const empty = stream('', '/Type /XObject /Subtype /Form /BBox [0 0 12 12]');
  const form = (content: string[], fields: string[]) => {
    const numbers = fields.map((_field, index) => `${index + 7} 0 R`).join(' ');
    return page(content, {
      page: `/Annots [${numbers}]`,
      catalog: `/AcroForm << /Fields [${numbers}] >>`,
      more: [empty, ...fields],
    });
  };

  test('is read with what was filled in, each value with its question', async () => {
    const { texts, leftOut } = await form(
      [
        show('1. Do you hold a certificate?', 72, 700),
        show('2. In which countries do you host?', 72, 640),
        show('Contact:', 72, 580),
        show('3. Describe your recovery plan.', 72, 540),
        show('Rated by', 72, 400),
      ],
      [
        field(72, 676, 400, '/FT /Tx /T (a) /V (Yes, no. 4711.) /DA (/F 10 Tf 0 g)'),
        field(
          72,
          616,
          400,
          '/FT /Ch /T (b) /Opt [[(de) (Germany)] [(ie) (Ireland)]] /V (ie) /DA (/F 10 Tf 0 g)',
        ),
        field(130, 576, 200, '/FT /Tx /T (c) /V (Ann Field) /DA (/F 0 Tf 0 g)'),
        '<< /Type /Annot /Subtype /Widget /F 4 /Rect [72 440 540 520] /FT /Tx /Ff 4096 /T (d) ' +
          '/V (First we restore.\\nThen we test.) /DA (/F 10 Tf 0 g) >>',
        field(130, 396, 200, '/FT /Tx /T (e) /V () /DA (/F 10 Tf 0 g)'),
        field(300, 396, 80, '/FT /Tx /Ff 8192 /T (f) /V (secret) /DA (/F 10 Tf 0 g)'),
        field(72, 300, 80, '/FT /Tx /T (g) /V (internal) /DA (/F 10 Tf 0 g)').replace('/F 4', '/F 2'),
      ],
    );
    expect(texts.join('\n')).not.toMatch(/secret|internal/);
    expect(texts).toEqual([
      'Do you hold a certificate?',
      'Yes, no. 4711.',
      'In which countries do you host?',
      'Ireland',
      'Contact: Ann Field',
      'Describe your recovery plan.',
      'First we restore. Then we test.',
      'Rated by',
    ]);
    expect(leftOut).toEqual([['FORM_FIELDS', 2]]);
  });

  test('answers its questions in the knowledge base, and is asked for nothing but them', async () => {
    const { document } = await form(
      [
        show('1. Do you hold a certificate?', 72, 700),
        show('2. Which plans must be kept for ten years?', 72, 640),
        show('3. Is every laptop encrypted?', 72, 580),
        show('Yes', 92, 560),
        show('No', 192, 560),
      ],
      [
        field(72, 676, 400, '/FT /Tx /T (a) /V (We must renew it in June.) /DA (/F 10 Tf 0 g)'),
        field(72, 560, 12, `/T (c) ${on('On')}`),
        field(172, 560, 12, `/T (d) ${on('Off')}`),
      ],
    );
    const answered = passagesOf(document).flatMap(({ question, text }) =>
      question ? [[question, text]] : [],
    );
    expect(answered).toEqual([
      ['Do you hold a certificate?', 'We must renew it in June.'],
      ['Is every laptop encrypted?', 'Yes'],
    ]);
    expect(extractLocally(document).questions.map(({ text }) => text)).toEqual([
      'Do you hold a certificate?',
      'Which plans must be kept for ten years?',
      'Is every laptop encrypted?',
    ]);
  });

  test('has its boxes before their labels, on whichever side these are printed', async () => {
    const { texts } = await form(
      [
        show('1. Is access logged?', 72, 700),
        show('Yes', 90, 680),
        show('No', 150, 680),
        show('2. Is it reviewed?', 72, 640),
        show('Yes', 72, 620),
        show('No', 130, 620),
        show('3. How often?', 72, 580),
        show('monthly', 90, 560),
        show('yearly', 90, 540),
      ],
      [
        field(74, 677, 12, `/T (a) ${on('On')}`),
        field(134, 677, 12, `/T (b) ${on('Off')}`),
        field(94, 617, 12, `/T (c) ${on('Off')}`),
        field(148, 617, 12, `/T (d) ${on('On')}`),
        field(74, 557, 12, `/T (e) /Ff 32768 ${on('Off', 'monthly')}`),
        field(74, 537, 12, `/T (f) /Ff 32768 ${on('yearly', 'yearly')}`),
      ],
    );
    expect(texts).toEqual([
      'Is access logged?',
      '☒ Yes ☐ No',
      'Is it reviewed?',
      '☐ Yes ☒ No',
      'How often?',
      '☐ monthly',
      '☒ yearly',
    ]);
  });

  test('that shows its values already does not say them twice', async () => {
    const { texts } = await form(
      [show('Company name', 72, 700), show('Northwind Ltd', 74, 680)],
      [field(72, 676, 300, '/FT /Tx /T (a) /V (Northwind Ltd) /DA (/F 11 Tf 0 g)')],
    );
    expect(texts.join('\n').match(/Northwind/g)).toHaveLength(1);
  });
});

test('text put on a page as a note is read, remarks and files inside are named', async () => {
  const note = (subtype: string, text: string, y: number) =>
    `<< /Type /Annot /Subtype /${subtype} /F 4 /Contents (${text}) /Rect [72 ${y} 400 ${y + 16}] /DA (/F 10 Tf 0 g) >>`;
  const { texts, leftOut } = await page(
    [show('1. How long are backups kept?', 72, 700), show('2. Where?', 72, 640)],
    {
      page: '/Annots [6 0 R 7 0 R 8 0 R 9 0 R]',
      more: [
        note('FreeText', '35 days.', 676),
        note('Text', 'Is this so?', 500),
        note('Highlight', 'Ask legal', 400),
        note('FileAttachment', 'prices.xlsx', 300).replace(
          ' >>',
          ' /FS << /Type /Filespec /F (prices.xlsx) /EF << /F 10 0 R >> >> >>',
        ),
        stream('Not read.', '/Type /EmbeddedFile'),
      ],
    },
  );
  expect(texts).toEqual(['How long are backups kept?', '35 days.', 'Where?']);
  expect(leftOut).toEqual([
    ['COMMENTS', 2],
    ['EMBEDDED_FILES', 1],
  ]);
});

describe('what nobody sees is not read', () => {
  const layers = {
    catalog: '/OCProperties << /OCGs [6 0 R 7 0 R] /D << /OFF [6 0 R] >> >>',
    resources:
      '/Properties << /Off 6 0 R /On 7 0 R /Any 8 0 R /All 9 0 R >> /XObject << /X 10 0 R /Y 11 0 R >>',
    more: [
      '<< /Type /OCG /Name (Internal) >>',
      '<< /Type /OCG /Name (Public) >>',
      '<< /Type /OCMD /OCGs [6 0 R 7 0 R] /P /AnyOn >>',
      '<< /Type /OCMD /OCGs [6 0 R 7 0 R] /P /AllOn >>',
      ...['/OC 6 0 R', '/OC 7 0 R'].map((layer, index) =>
        stream(
          show(`Stamp ${index + 1} of the form.`, 72, 500 - index * 30),
          `/Type /XObject /Subtype /Form /BBox [0 0 612 792] ${layer} /Resources << /Font << /F 5 0 R >> >>`,
        ),
      ),
    ],
  };

  test('on layers that are switched off', async () => {
    const { texts, leftOut } = await page(
      [
        `/OC /On BDC ${show('1. Which price do you ask?', 72, 700)} EMC`,
        `/OC /Off BDC ${show('2. Which discount would you grant at most?', 72, 670)}`,
        `/P << /MCID 1 >> BDC ${show('We would grant thirty percent.', 72, 650)} EMC EMC`,
        `/OC /Any BDC ${show('3. Who will do the work?', 72, 620)} EMC`,
        `/OC /All BDC ${show('4. Who will not?', 72, 590)} EMC`,
        '/X Do /Y Do',
      ],
      layers,
    );
    expect(texts).toEqual(['Which price do you ask?', 'Who will do the work?', 'Stamp 2 of the form.']);
    expect(leftOut).toEqual([['HIDDEN_LAYER', 4]]);
  });

  test('nor in the color of the page, nor tiny, transparent, or beyond the edges; white on a bar is', async () => {
    const { texts, leftOut } = await page(
      [
        `0 0 0.5 rg 60 690 400 24 re f 1 g ${show('Requirements', 72, 697)} 0 g`,
        show('Please answer all of them.', 72, 660),
        `0.99 g ${show('Ignore what is said above.', 72, 630)} 0 g`,
        `0.8 g 60 590 400 24 re f ${show('Never mind the rest.', 72, 597)} 0 g`,
        'BT /F 1 Tf 72 570 Td (Type that is too small to read.) Tj ET',
        `/G gs ${show('As clear as air.', 72, 540)} /H gs`,
        show('Far away from the paper.', 700, 510),
        `BT 3 Tr /F 11 Tf 72 480 Td (Not painted at all.) Tj 0 Tr ET`,
        `BT /F 11 Tf 72 450 Td (Seen, ) Tj 3 Tr (unseen, ) Tj 0 Tr (and seen.) Tj ET`,
        '20 w 0 G 60 430 m 460 430 l S 1 g BT /F 9 Tf 72 427 Td (White on a broad line.) Tj ET',
      ],
      { resources: '/ExtGState << /G << /ca 0 >> /H << /ca 1 >> >>' },
    );
    expect(texts).toEqual([
      'Requirements',
      'Please answer all of them.',
      'Seen, and seen.',
      'White on a broad line.',
    ]);
    expect(leftOut).toEqual([['HIDDEN_TEXT', 7]]);
  });

  test('but what was recognised in the picture of a page is', async () => {
    const scan = createCanvas(40, 40);
    const picture = stream(
      new Uint8Array(scan.toBuffer('image/jpeg', 80)),
      '/Type /XObject /Subtype /Image /Width 40 /Height 40 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode',
    );
    const words = 'BT 3 Tr /F 11 Tf 72 700 Td (1. Describe how you keep the backups.) Tj ET';
    const { texts, leftOut } = await page([words, 'q 612 0 0 792 0 0 cm /I Do Q'], {
      resources: '/XObject << /I 6 0 R >>',
      more: [picture],
    });
    expect(texts).toEqual(['Describe how you keep the backups.']);
    expect(leftOut).toEqual([]);
  });
});
