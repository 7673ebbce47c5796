import { describe, expect, test } from 'vitest';
import { extractDocument } from '../../src/formats/index.js';
import { onePage, pdfOf, show, stream } from '../hostile/files/pdf-writer.js';
import { cellsOf, expectSound, outline } from './support/invariants.js';
import { lines, type PdfPage, type PdfRule, pdf } from './support/pdf.js';

async function read(pages: PdfPage[]) {
  const document = await extractDocument(pdf(pages), 'pdf');
  expectSound(document);
  return document;
}

const body = [
  'The contractor shall provide a secure hosting environment for the system and shall keep',
  'it available for at least 99.9 percent of each month, as measured in accordance with the',
  'service level agreement that is attached to this document.',
];

describe('PDF', () => {
  test('lines are joined into paragraphs, and a gap parts them', async () => {
    const document = await read([[...lines(body, 700), ...lines(body, 640)]]);
    expect(document.blocks.map((block) => block.text)).toEqual([body.join(' '), body.join(' ')]);
    expect(document.pageCount).toBe(1);
  });

  test('headings are told by the size of their type, by bold type and by number', async () => {
    const document = await read([
      [
        { text: 'Request for Quotation', x: 72, y: 740, size: 20 },
        { text: '3.2 Phased evaluation approach', x: 72, y: 710 },
        ...lines(body, 690),
        { text: 'Delivery', x: 72, y: 630, bold: true },
        ...lines(body, 612),
      ],
    ]);
    expect(outline(document).filter((line) => line.startsWith('heading'))).toEqual([
      'heading: Request for Quotation',
      'heading 3.2: Phased evaluation approach',
      'heading: Delivery',
    ]);
  });

  test('a sentence that runs over a page break with furniture in between is one block', async () => {
    const page = (number: number, first: string[], last: string[]): PdfPage => [
      { text: 'RFP 2024-17 Hosting Services', x: 72, y: 760, size: 9 },
      ...lines(first, 720),
      ...lines(last, 600),
      { text: `Page ${number} of 3`, x: 280, y: 40, size: 9 },
      { text: 'State of Example / Department of Administration', x: 200, y: 28, size: 9 },
    ];
    const document = await read([
      page(1, body, [body[0]!]),
      page(2, ['and shall report every outage to the buyer within one hour.'], body),
      page(3, body, ['The end of it.']),
    ]);
    const joined = document.blocks.find((block) => block.text.includes('every outage'))!;
    expect(joined.text).toBe(`${body[0]} and shall report every outage to the buyer within one hour.`);
    expect(joined.page).toBe(1);
    expect(document.blocks.filter((block) => block.furniture !== null)).toHaveLength(9);
    expect(
      document.blocks.filter((block) => block.furniture === 'page-number').map((block) => block.text),
    ).toEqual(['Page 1 of 3', 'Page 2 of 3', 'Page 3 of 3']);
  });

  test('items keep their numbers and their hanging lines', async () => {
    const item = (number: string, y: number) => [
      { text: number, x: 90, y },
      ...lines(
        ['the contractor shall describe the way in which it handles incidents at any', 'time of the day;'],
        y,
        { x: 112 },
      ),
    ];
    const document = await read([
      [
        ...lines(body, 740),
        ...item('a.', 690),
        ...item('b.', 660),
        ...item('\\225'.replace('\\225', '\u0095'), 630),
      ],
    ]);
    expect(document.blocks.slice(1).map((block) => [block.kind, block.number])).toEqual([
      ['list-item', 'a.'],
      ['list-item', 'b.'],
      ['list-item', null],
    ]);
    expect(document.blocks[1]!.text).toMatch(/^the contractor .* any time of the day;$/);
  });

  test('two columns are read one after the other', async () => {
    const left = Array.from({ length: 14 }, (_, index) => `left column line ${index} goes on like this`);
    const right = Array.from({ length: 14 }, (_, index) => `right column line ${index} goes on as well`);
    const document = await read([[...lines(left, 700, { x: 60 }), ...lines(right, 700, { x: 320 })]]);
    expect(document.text.lastIndexOf('left column')).toBeLessThan(document.text.indexOf('right column'));
  });

  test('a ruled table gives rows of cells, a wrapped cell stays whole', async () => {
    const rules: PdfRule[] = [
      ...[700, 680, 640, 620].map((y): PdfRule => ({ from: [72, y], to: [540, y] })),
      ...[72, 110, 400, 540].map((x): PdfRule => ({ from: [x, 700], to: [x, 620] })),
    ];
    const at = (text: string, x: number, y: number, bold = false) => ({ text, x, y, size: 10, bold });
    const document = await read([
      [
        ...rules,
        at('No', 76, 686, true),
        at('Question', 114, 686, true),
        at('Answer', 404, 686, true),
        at('1', 76, 668),
        at('Do you encrypt all data at rest and in transit, and how do', 114, 668),
        at('you manage the keys?', 114, 655),
        at('2', 76, 627),
        at('Do you log access?', 114, 627),
        at('Yes', 404, 627),
        ...lines(body, 590),
      ],
    ]);
    expect(cellsOf(document)).toEqual([
      ['No', 'Question', 'Answer'],
      ['1', 'Do you encrypt all data at rest and in transit, and how do you manage the keys?', ''],
      ['2', 'Do you log access?', 'Yes'],
    ]);
    expect(document.blocks[0]!.row!.isHeader).toBe(true);
    expect(document.blocks.at(-1)!.text).toBe(body.join(' '));
  });

  test('a table with lines between its rows only has its columns found by the gaps', async () => {
    const rules = [700, 670, 640, 610].map((y): PdfRule => ({ from: [72, y], to: [540, y] }));
    const row = (left: string[], right: string[], y: number) => [
      ...lines(left, y, { size: 10, leading: 12 }),
      ...lines(right, y, { x: 330, size: 10, leading: 12 }),
    ];
    const document = await read([
      [
        ...rules,
        ...row(['Question'], ['Answer'], 682),
        ...row(
          ['Do you encrypt all data at rest, and', 'how do you manage the keys?'],
          ['Yes, with keys that are', 'held by the buyer.'],
          658,
        ),
        ...row(['Do you log access?'], ['Yes.'], 622),
      ],
    ]);
    expect(cellsOf(document)).toEqual([
      ['Question', 'Answer'],
      [
        'Do you encrypt all data at rest, and how do you manage the keys?',
        'Yes, with keys that are held by the buyer.',
      ],
      ['Do you log access?', 'Yes.'],
    ]);
  });

  test('questions and answers side by side without any lines stay apart', async () => {
    const row = (left: string[], right: string[], y: number) => [
      ...lines(left, y),
      ...lines(right, y, { x: 320 }),
    ];
    const document = await read([
      [
        ...row(['Question'], ['Answer'], 700),
        ...row(
          ['1. Will proposals be accepted', 'by e-mail?'],
          ['No. They must be uploaded', 'to the portal.'],
          676,
        ),
        ...row(['2. What is the budget?'], ['It is not disclosed.'], 638),
        ...lines(body, 560),
      ],
    ]);
    expect(cellsOf(document)).toEqual([
      ['Question', 'Answer'],
      ['1. Will proposals be accepted by e-mail?', 'No. They must be uploaded to the portal.'],
      ['2. What is the budget?', 'It is not disclosed.'],
    ]);
    expect(document.blocks.at(-1)!.text).toBe(body.join(' '));
  });

  test('small type in the margin of a single page is furniture', async () => {
    const document = await read([
      [...lines(body, 700), { text: 'Form 7-B', x: 72, y: 770, size: 8 }],
      lines(body, 650),
    ]);
    expect(document.blocks.map((block) => block.furniture)).toEqual(['header', null, null]);
  });

  test('a table of contents is furniture', async () => {
    const entry = (title: string, page: number, y: number) => ({
      text: `${title} ${'.'.repeat(40)} ${page}`,
      x: 72,
      y,
    });
    const document = await read([
      [
        { text: 'Table of Contents', x: 72, y: 740, bold: true },
        entry('1. Scope', 3, 700),
        entry('2. Terms', 4, 680),
        entry('3. Price', 9, 660),
        ...lines(body, 600),
      ],
    ]);
    expect(document.blocks.map((block) => block.furniture)).toEqual([
      'contents',
      'contents',
      'contents',
      'contents',
      null,
    ]);
  });

  test('the address and date that a browser prints are furniture', async () => {
    const page: PdfPage = [
      { text: '2/5/2019', x: 26, y: 770, size: 8 },
      { text: 'Vendor Questionnaire', x: 216, y: 770, size: 8 },
      ...lines(['What is your company name?'], 700),
      { text: 'https://forms.example.com/d/e/1FAIpQLSfnPEI/viewform', x: 26, y: 17, size: 8 },
      { text: '1/1', x: 575, y: 17, size: 8 },
    ];
    const document = await read([page]);
    expect(document.blocks.map((block) => block.furniture)).toEqual(['header', null, 'footer']);
  });

  test('rules to write on belong to their label', async () => {
    const rule = '_'.repeat(60);
    const document = await read([
      [...lines([`Evaluator's Notes: ${rule}`, rule, rule, `Points: ${rule}`], 700, { leading: 24 })],
    ]);
    expect(document.blocks).toHaveLength(2);
    expect(document.blocks[1]!.text).toBe(`Points: ${rule}`);
  });

  test('a hyphen goes where it came with the end of the line, and stays where it is the word’s own', async () => {
    const text = [
      'The vendor shall state how long the configu-',
      'ration of its kubermatic and of other multi-',
      'tenant systems is kept, who is its owner on-',
      'site, which user-',
      'managed keys exist, that its re-',
      'sponse follows ISO-',
      '27001, the short-',
      'and long-term costs of day-to-',
      'day work, and what the kuber-',
      'matic does for e-',
      'mail and the Non-',
      'Disclosure Agreement.',
    ];
    expect((await read([lines(text, 700)])).text).toBe(
      'The vendor shall state how long the configuration of its kubermatic and of other multi-tenant systems is ' +
        'kept, who is its owner onsite, which user-managed keys exist, that its response follows ISO-27001, the ' +
        'short- and long-term costs of day-to-day work, and what the kubermatic does for e-mail and the ' +
        'Non-Disclosure Agreement.',
    );
    // No word of this one is broken where it could not be.
    const unbroken = [
      'The vendor shall have a person on-',
      'site, as often as the buyer may re-',
      'apply the rule.',
    ];
    expect((await read([lines(unbroken, 700)])).text).toBe(
      'The vendor shall have a person on-site, as often as the buyer may re-apply the rule.',
    );
  });

  test('soft hyphens go, and so do those in cells', async () => {
    const map = '1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <2d> <00ad> endbfchar';
    const font =
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 6 0 R >>';
    const soft = (texts: string[]) =>
      extractDocument(
        pdfOf(
          onePage({
            content: stream(texts.map((text, index) => show(text, 72, 700 - index * 13)).join('\n')),
            font,
            more: [stream(`/CIDInit /ProcSet findresource begin begincmap ${map} endcmap end`)],
          }),
        ),
        'pdf',
      );
    expect((await soft(['The vendor shall test its block-', 'chain gateway.'])).text).toBe(
      'The vendor shall test its blockchain gateway.',
    );
    expect((await soft(['The well-known vendor shall test its user-', 'facing gateway.'])).text).toBe(
      'The well-known vendor shall test its user-facing gateway.',
    );
    const rules = [
      ...[700, 660, 630].map((y): PdfRule => ({ from: [72, y], to: [540, y] })),
      ...[72, 300, 540].map((x): PdfRule => ({ from: [x, 700], to: [x, 630] })),
    ];
    const cell = (text: string, x: number, y: number) => ({ text, x, y, size: 10 });
    const cells = [
      cell('Who are the admini-', 76, 688),
      cell('strators, and is multi-', 76, 676),
      cell('factor login used?', 76, 664),
      cell('Our own staff.', 304, 688),
      cell('Where?', 76, 640),
      cell('Here.', 304, 640),
    ];
    expect(cellsOf(await read([[...rules, ...cells]]))).toEqual([
      ['Who are the administrators, and is multi-factor login used?', 'Our own staff.'],
      ['Where?', 'Here.'],
    ]);
  });
});

describe('damaged PDFs', () => {
  test('bytes that only start like a PDF are refused', async () => {
    await expect(
      extractDocument(new TextEncoder().encode('%PDF-1.4\nnothing here'), 'pdf'),
    ).rejects.toMatchObject({ kind: 'file-corrupt' });
  });

  test('more pages than the limit are refused', async () => {
    const bytes = pdf([lines(body, 700), lines(body, 700), lines(body, 700)]);
    await expect(extractDocument(bytes, 'pdf', { pages: 2 })).rejects.toMatchObject({
      kind: 'file-too-large',
      message: expect.stringContaining('3 pages'),
    });
  });
});
